import type { FeatureSetView, ScoreSetView, SurrogateView } from '@/lib/contracts/model';
import type { SchemeInfo, SelectionRequest } from '@/lib/contracts/selection';

/** What there is in the project that schemes can look at; only what is ready. */
export interface SelectionSources {
  readonly scoreSets: readonly ScoreSetView[];
  readonly surrogates: readonly SurrogateView[];
  readonly featureSets: readonly FeatureSetView[];
}

/** Which of a project's things a scheme asks its user to name. */
export type SourceKind = 'score' | 'surrogate' | 'features' | null;

/** A score brings its surrogate along, and a surrogate its features. */
export function sourceKind({ defaultScore, needs }: SchemeInfo): SourceKind {
  if (defaultScore !== null) return 'score';
  if (needs.includes('probabilities')) return 'surrogate';
  return needs.includes('features') ? 'features' : null;
}

type ChosenSource = Pick<SelectionRequest, 'scoreSetId' | 'surrogateId' | 'featureSetId'>;
const NOTHING: ChosenSource = { scoreSetId: null, surrogateId: null, featureSetId: null };

/** What the URL names of the kind that the scheme asks for, else the newest that suits it; null where there is none. */
export function chosenSource(
  scheme: SchemeInfo,
  { scoreSets, surrogates, featureSets }: SelectionSources,
  get: (key: string) => string | null,
): ChosenSource | null {
  switch (sourceKind(scheme)) {
    case null:
      return NOTHING;
    case 'score': {
      const suiting = scoreSets.filter(({ name }) => name === scheme.defaultScore);
      const chosen = named(scoreSets, get('scoreSetId')) ?? newest(suiting);
      return chosen && { ...NOTHING, scoreSetId: chosen.id };
    }
    case 'surrogate': {
      const chosen = named(surrogates, get('surrogateId')) ?? newest(surrogates);
      return chosen && { ...NOTHING, surrogateId: chosen.id };
    }
    case 'features': {
      const chosen = named(featureSets, get('featureSetId')) ?? newest(featureSets);
      return chosen && { ...NOTHING, featureSetId: chosen.id };
    }
  }
}

/**
 * The scheme that the URL names; else one that draws by a score that is there, which is hardly ever far worse than random;
 * else the first.
 */
export function chosenScheme(
  schemes: readonly SchemeInfo[],
  scoreSets: readonly ScoreSetView[],
  name: string | null,
): SchemeInfo | null {
  const usable = (scheme: SchemeInfo) =>
    scheme.family === 'by probability' && scoreSets.some((scoreSet) => scoreSet.name === scheme.defaultScore);
  return schemes.find((scheme) => scheme.name === name) ?? schemes.find(usable) ?? schemes.at(0) ?? null;
}

function named<Item extends { readonly id: string }>(items: readonly Item[], id: string | null): Item | null {
  return items.find((item) => item.id === id) ?? null;
}

function newest<Item extends { readonly createdAt: Date }>(items: readonly Item[]): Item | null {
  return items.reduce<Item | null>(
    (latest, item) => (latest && latest.createdAt >= item.createdAt ? latest : item),
    null,
  );
}
