import type { StudyConfig, StudySurrogate } from '../contracts/study';
import { AppError } from '../errors';
import { createRandom } from '../numeric/random';
import { EXTERNAL_MODEL } from './study-model';

/** How many rows of the pool one surrogate's repeats use for what. */
export interface SplitSizes {
  /** labels paid for the surrogate */
  readonly labels: number;
  /** of them rows of the pool: all, or none of an external surrogate */
  readonly seed: number;
  /** rows in front of the permutation that cannot be selected: the seed's, or with a common pool the largest seed's */
  readonly removed: number;
  /** where the validation rows begin: behind the largest seed, so that all surrogates share them */
  readonly validationFrom: number;
  readonly validation: number;
  /** rows to select from */
  readonly remaining: number;
}

function rowCount(rows: number, poolRows: number): number {
  return rows > 0 && rows < 1 ? Math.max(1, Math.round(rows * poolRows)) : rows;
}

function labelCount({ labels = 0 }: StudySurrogate, poolRows: number): number {
  return rowCount(labels, poolRows);
}

function seedCount(surrogate: StudySurrogate, poolRows: number): number {
  return surrogate.model === EXTERNAL_MODEL ? 0 : labelCount(surrogate, poolRows);
}

/**
 * What a surrogate takes of the pool.
 *
 * @throws AppError `bad-input` when no row of the pool is left to select
 */
export function splitSizes(config: StudyConfig, surrogate: StudySurrogate, poolRows: number): SplitSizes {
  const seed = seedCount(surrogate, poolRows);
  const largest = Math.max(...config.surrogates.map((other) => seedCount(other, poolRows)));
  const validation = rowCount(config.validation, poolRows);
  const removed = config.commonPool ? largest : seed;
  const remaining = poolRows - removed - validation;
  if (remaining < 1 || largest + validation >= poolRows) {
    const taken = validation > 0 ? `${seed} labels and ${validation} for validation` : `${seed} labels`;
    throw new AppError(
      'bad-input',
      `The surrogate “${surrogate.name}” takes ${taken}, but the pool has ${poolRows} rows.`,
      'Lower its labels in the study configuration: what is left of the pool is selected from.',
    );
  }
  return {
    labels: labelCount(surrogate, poolRows),
    seed,
    removed,
    validationFrom: largest,
    validation,
    remaining,
  };
}

/** Rows of the pool by their use in one repeat. */
export interface PoolSplit {
  /** train the surrogate */
  readonly seedRows: Int32Array;
  /** choose ridge and exponent; empty without validation labels */
  readonly validationRows: Int32Array;
  /** can be selected; ascending */
  readonly remainingRows: Int32Array;
}

/**
 * Draws one repeat's split of the pool.
 *
 * All of it is one permutation of the repeat: surrogates take its beginning, so that a weak one's labels are among a
 * strong one's and what differs between them is how many, not which; validation rows follow. O(pool rows).
 */
export function drawSplit(
  config: StudyConfig,
  sizes: SplitSizes,
  repeat: number,
  poolRows: number,
): PoolSplit {
  const random = createRandom(config.seed, 'study', 'seed labels', `repeat ${repeat}`);
  const end = sizes.validationFrom + sizes.validation;
  const drawn = random.sample(poolRows, Math.max(sizes.removed, end));
  const validationRows = drawn.slice(sizes.validationFrom, end);
  const isTaken = new Uint8Array(poolRows);
  for (const row of drawn.subarray(0, sizes.removed)) isTaken[row] = 1;
  for (const row of validationRows) isTaken[row] = 1;
  const remainingRows = new Int32Array(sizes.remaining);
  let place = 0;
  for (let row = 0; row < poolRows; row++) if (!isTaken[row]) remainingRows[place++] = row;
  return { seedRows: drawn.slice(0, sizes.seed), validationRows, remainingRows };
}
