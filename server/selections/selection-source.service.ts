import type { SelectionRequest } from '@/lib/contracts/selection';
import { AppError } from '@/lib/errors';
import type { Matrix } from '@/lib/numeric/matrix';
import { scoreByName } from '@/lib/scores/registry';
import type { Scheme } from '@/lib/selections/scheme';
import type { Container } from '../container';
import { hasHiddenLayers } from '../surrogates/surrogate-configuration';
import { findScoreSet, findScoringSurrogate, findSelectionFeatures } from './selections.repository';

/** What a scheme looks at, found but not read. */
export interface SelectionSource {
  /** of every example that was there when they were computed */
  readonly scores: Float32Array | null;
  /** null where no surrogate has a part in it */
  readonly surrogateId: string | null;
  readonly probabilitiesBlob: string | null;
  /** null where the scheme looks at no features */
  readonly featureSetId: string | null;
  /** the features, or what a network's last layer saw where the scheme looks at gradients */
  readonly featuresBlob: string | null;
  /** columns of the features, 0 without */
  readonly dimension: number;
  /** columns of the probabilities, 0 without */
  readonly classes: number;
  /** examples from this row on were added since something of it was computed */
  readonly rowLimit: number;
}

/**
 * Finds what the request's scheme needs: its score and that one's surrogate, or the surrogate named, and the features of
 * that surrogate, or the feature set named.
 *
 * @throws AppError `not-found`, `conflict` for what is not computed yet, `bad-input` for what the request does not name
 */
export async function findSelectionSource(
  container: Container,
  request: SelectionRequest,
  scheme: Scheme,
): Promise<SelectionSource> {
  const scoreSet = request.scoreSetId ? await openScoreSet(container, request, request.scoreSetId) : null;
  const surrogate =
    scoreSet?.surrogate ??
    (request.surrogateId
      ? await findScoringSurrogate(container.db, request.projectId, request.surrogateId)
      : null);
  if (request.surrogateId && !surrogate) {
    throw new AppError('not-found', 'There is no such surrogate in this project.');
  }
  const probabilitiesBlob = surrogate?.probabilitiesBlob ?? null;
  if (scheme.needs.includes('probabilities') && !probabilitiesBlob) {
    throw surrogate
      ? new AppError('conflict', 'This surrogate is not trained yet.', 'Wait until its job is done.')
      : new AppError(
          'bad-input',
          `The scheme “${scheme.name}” needs a surrogate.`,
          'Name one that is trained.',
        );
  }
  const featureSet = scheme.needs.includes('features')
    ? (surrogate?.featureSet ?? (await openFeatures(container, request)))
    : null;
  const looksAtGradients = scheme.needs.includes('probabilities') && featureSet !== null;
  const featuresBlob =
    looksAtGradients && surrogate && hasHiddenLayers(surrogate.model)
      ? requireLastLayer(surrogate)
      : (featureSet?.matrixBlob ?? null);
  const shapeOf = async (blob: string | null | undefined) =>
    blob ? container.matrices.manifest(blob) : null;
  const probabilities = await shapeOf(probabilitiesBlob);
  const features = await shapeOf(featuresBlob);
  const rows = [scoreSet?.scores.rows, probabilities?.rows, features?.rows];
  return {
    scores: scoreSet?.scores.data ?? null,
    surrogateId: surrogate?.id ?? null,
    probabilitiesBlob,
    featureSetId: featureSet?.id ?? null,
    featuresBlob,
    classes: probabilities?.columns ?? 0,
    dimension: features?.columns ?? 0,
    rowLimit: Math.min(...rows.filter((count) => count !== undefined)),
  };
}

function requireLastLayer({ lastLayerBlob }: { readonly lastLayerBlob: string | null }): string {
  if (lastLayerBlob) return lastLayerBlob;
  throw new AppError(
    'conflict',
    'Of this network it was not kept what its last layer sees, which this scheme looks at.',
    'Train it again, or take another scheme.',
  );
}

async function openScoreSet(
  { db, matrices }: Container,
  { projectId }: SelectionRequest,
  scoreSetId: string,
) {
  const scoreSet = await findScoreSet(db, projectId, scoreSetId);
  if (!scoreSet) throw new AppError('not-found', 'There is no such score in this project.');
  if (!scoreSet.matrixBlob) {
    throw new AppError('conflict', 'This score is not computed yet.', 'Wait until its job is done.');
  }
  const { title, needs } = scoreByName(scoreSet.name);
  if (needs.includes('labels')) {
    throw new AppError(
      'bad-input',
      `“${title}” is known for labeled examples only, so it cannot choose what to label.`,
      'Choose another score.',
    );
  }
  const scores: Matrix = await matrices.read(scoreSet.matrixBlob);
  return { scores, surrogate: scoreSet.surrogate };
}

async function openFeatures({ db }: Container, { projectId, featureSetId }: SelectionRequest) {
  const featureSet = await findSelectionFeatures(db, projectId, featureSetId);
  if (featureSet?.matrixBlob) return featureSet;
  if (!featureSet) {
    throw featureSetId === null
      ? new AppError('conflict', 'There are no features yet.', 'Compute some on the page Features.')
      : new AppError('not-found', 'There is no such feature set in this project.');
  }
  throw new AppError('conflict', 'These features are not computed yet.', 'Wait until their job is done.');
}
