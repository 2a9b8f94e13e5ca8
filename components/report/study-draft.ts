import type { StudyConfig } from '@/lib/contracts/study';
import { AppError } from '@/lib/errors';
import { parseStudyConfig } from '@/lib/studies/study-config';
import { planStudy } from '@/lib/studies/study-plan';

export interface SurrogateDraft {
  readonly name: string;
  /** rows drawn at random per repeat */
  readonly labels: number | null;
}

/** A study's configuration as it stands in the form. */
export interface StudyDraft {
  readonly surrogates: readonly SurrogateDraft[];
  /** per cent of the pool, separated by commas or spaces */
  readonly fractions: string;
  readonly repeats: number | null;
  /** names of lib/selections */
  readonly strategies: readonly string[];
  readonly exponent: number;
  readonly weighting: 'none' | 'inverse-probability';
  readonly ridge: 'cv' | number;
  readonly seed: number | null;
  readonly seedLabelsCount: boolean;
}

export const STUDY_STRATEGIES = [
  'random',
  'max-gradient',
  'non-extreme-max-gradient',
  'gradient-cdf',
  'power',
] as const;

export const FIRST_DRAFT: StudyDraft = {
  surrogates: [{ name: 'weak', labels: 200 }],
  fractions: '5, 10, 20, 40, 60, 80, 100',
  repeats: 5,
  strategies: STUDY_STRATEGIES,
  exponent: 0.5,
  weighting: 'none',
  ridge: 'cv',
  seed: 1,
  seedLabelsCount: false,
};

/** "5, 10 20%" → [0.05, 0.1, 0.2] */
function parseFractions(text: string): readonly number[] {
  return text
    .split(/[\s,;%]+/)
    .filter(Boolean)
    .map((part) => {
      const percent = Number(part);
      if (!(percent > 0 && percent <= 100)) {
        throw new AppError(
          'bad-input',
          `“${part}” is no percentage of the pool.`,
          'Give numbers above 0, up to 100.',
        );
      }
      return Number((percent / 100).toPrecision(12));
    });
}

/** Why the fractions cannot be read, to be said beside their field; null where they can. */
export function fractionsProblem(text: string): string | null {
  try {
    return parseFractions(text).length === 0 ? 'Give one percentage at least.' : null;
  } catch (error) {
    if (error instanceof AppError) return `${error.message} ${error.remedy}`;
    throw error;
  }
}

function strategyOf(draft: StudyDraft, name: string): unknown {
  return name === 'power' ? { name, exponent: draft.exponent, weighting: draft.weighting } : name;
}

/**
 * The configuration that the form describes, as it would be run.
 *
 * @throws AppError `bad-input` with what to mend
 */
export function configOfDraft(draft: StudyDraft): StudyConfig {
  if (
    draft.repeats === null ||
    draft.seed === null ||
    draft.surrogates.some(({ labels }) => labels === null)
  ) {
    throw new AppError('bad-input', 'A number is missing.', 'Fill in the empty field.');
  }
  const { ridge } = draft;
  return parseStudyConfig({
    seed: draft.seed,
    repeats: draft.repeats,
    fractions: parseFractions(draft.fractions),
    surrogates: draft.surrogates.map(({ name, labels }) => ({ name, labels, ridge })),
    finalModel: { ridge },
    strategies: draft.strategies.map((name) => strategyOf(draft, name)),
    seedLabelsCount: draft.seedLabelsCount,
  });
}

export interface FitCount {
  readonly surrogates: number;
  readonly finalModels: number;
  /** each fit is searched for its ridge, which costs many fits more */
  readonly searched: boolean;
}

/**
 * How many models a study trains.
 *
 * @param poolRows labeled examples of the pool
 * @throws AppError `bad-input` when the pool is too small for it
 */
export function countFits(config: StudyConfig, poolRows: number): FitCount {
  const plan = planStudy(config, poolRows);
  return {
    surrogates: plan.surrogateTasks.length,
    finalModels: plan.pointTasks.length,
    searched: config.finalModel.ridge === 'cv',
  };
}
