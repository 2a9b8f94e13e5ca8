import { AppError } from '@/lib/errors';
import { predictedLabels } from '@/lib/metrics/classification';
import { createMatrix } from '@/lib/numeric/matrix';
import { scoreByName } from '@/lib/scores/registry';
import type { Scheme } from '@/lib/selections/scheme';
import { readMatrixFile } from '../datasets/formats/read-matrix-file';
import { readProbabilitiesFile, readScoresFile, requireSameRows } from './input-files';

/** What is known of a pool, file by file. */
export interface PoolFiles {
  readonly scores?: string;
  readonly probabilities?: string;
  readonly features?: string;
  readonly labeledFeatures?: string;
  /** name of the score to compute where no scores are given */
  readonly score?: string;
}

/** How many rows there are to choose from, and what the scheme needs to know of them. */
export async function readPool(options: PoolFiles, scheme: Scheme) {
  const probabilities = options.probabilities ? await readProbabilitiesFile(options.probabilities) : null;
  const features = options.features ? await readMatrixFile(options.features) : null;
  const given = options.scores ? await readScoresFile(options.scores) : null;
  const parts = [
    { path: options.scores, rows: given?.length },
    { path: options.probabilities, rows: probabilities?.rows },
    { path: options.features, rows: features?.rows },
  ].filter(
    (part): part is { path: string; rows: number } => part.path !== undefined && part.rows !== undefined,
  );
  const [first] = parts;
  if (!first) {
    throw new AppError(
      'bad-input',
      'Nothing says how many rows the pool has.',
      'Name a file by --scores, --probabilities or --features.',
    );
  }
  for (const part of parts) requireSameRows(first.path, first.rows, part.path, part.rows);

  const labeled = options.labeledFeatures ? await readMatrixFile(options.labeledFeatures) : null;
  const pool = {
    probabilities: probabilities ?? undefined,
    features: features ?? undefined,
    labeledFeatures:
      labeled ?? (features ? createMatrix(new Float32Array(), 0, features.columns) : undefined),
    rows: first.rows,
    predicted: probabilities && predictedLabels(probabilities),
    classes: probabilities?.columns ?? 0,
  };
  if (given || scheme.defaultScore === null) return { ...pool, scores: given };
  const score = scoreByName(options.score ?? scheme.defaultScore);
  if (score.needs.includes('labels')) {
    throw new AppError(
      'bad-input',
      `The score “${score.name}” looks at labels.`,
      'Compute it by `winnow score --labels`, and name the file by --scores.',
    );
  }
  const readsFeatures = score.needs.some((need) => need === 'features' || need === 'layers');
  if (!probabilities || (readsFeatures && !features)) {
    const needed = readsFeatures ? '--probabilities and --features' : '--probabilities';
    throw new AppError(
      'bad-input',
      `The strategy “${scheme.name}” needs scores.`,
      `Name them by --scores, or give ${needed} to compute ${score.name}.`,
    );
  }
  return { ...pool, scores: score.compute({ probabilities, features: features ?? undefined }) };
}
