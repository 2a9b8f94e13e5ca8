import { AppError } from '../errors';

/** What is asked for its scores: a pool, or a shard of one. */
interface Scored {
  readonly scores: Float32Array | null;
  readonly firstRow?: number;
}

/** The scores of an input that `select` has checked. */
export function scoresOf({ scores }: Scored): Float32Array {
  if (!scores) throw new AppError('bad-input', 'This scheme needs scores.', 'Compute a score first.');
  return scores;
}

/** The scores as sizes to draw in proportion to. @throws AppError `bad-input` where one is negative */
export function sizesOf(scored: Scored): Float32Array {
  const scores = scoresOf(scored);
  const negative = scores.findIndex((score) => score < 0);
  if (negative >= 0) {
    throw new AppError(
      'bad-input',
      `The score in row ${(scored.firstRow ?? 0) + negative} is ${scores[negative]}; a scheme of probabilities needs scores ≥ 0.`,
      'Choose another score, or a scheme that takes the largest.',
    );
  }
  return scores;
}
