import type { Strategy, StudyConfig } from '../contracts/study';
import { AppError } from '../errors';
import { gatherRows, type Matrix } from '../numeric/matrix';
import { createRandom } from '../numeric/random';
import { select } from '../selections/select';
import type { ScoredPool } from './run-surrogate';
import { strategyScheme } from './strategy-scheme';

/** Rows of the pool in order of choice, and the training weight of each. */
export interface ChosenRows {
  readonly rows: Int32Array;
  readonly weights: Float64Array;
  /** what the scheme says of its choice */
  readonly notes: readonly string[];
}

/** What a strategy chooses from. */
export interface RowsToChoose {
  /** N × d, the whole pool; what a network's last layer saw takes their place where it is given */
  readonly features: Matrix;
  /** the whole pool, by the surrogate */
  readonly scored: ScoredPool;
  /** rows of the pool that can be chosen; also their stable ids */
  readonly remainingRows: Int32Array;
  /** rows of the pool whose labels train the final model whatever is chosen */
  readonly labeledRows: Int32Array;
}

/**
 * Chooses `budget` of the rows that the surrogate left in the pool.
 *
 * Rows keep the permanent random numbers of one repeat across strategies, fractions and surrogates (`sharedUniforms`),
 * so that arms differ by their scheme and not by their luck, and a larger selection contains the smaller one. Schemes
 * that compare rows with one another (BADGE) draw by a stream of their own.
 *
 * @param strategy null: all rows
 */
export function chooseRows(
  config: StudyConfig,
  strategy: Strategy | null,
  repeat: number,
  budget: number,
  { features, scored, remainingRows, labeledRows }: RowsToChoose,
): ChosenRows {
  if (!strategy || budget >= remainingRows.length) {
    return { rows: remainingRows, weights: new Float64Array(remainingRows.length).fill(1), notes: [] };
  }
  if (budget === 0) return { rows: new Int32Array(0), weights: new Float64Array(0), notes: [] };
  const { scheme, parameters, scoreName } = strategyScheme(strategy);
  const poolScores = scoreName === null ? null : scored.scores[scoreName];
  if (poolScores === undefined)
    throw new AppError('internal', `The surrogate did not compute “${scoreName}”.`);
  const seen = scored.lastLayer ?? features;
  const chosen = select(
    scheme,
    {
      scores: poolScores && Float32Array.from(remainingRows, (row) => poolScores[row] as number),
      ids: BigUint64Array.from(remainingRows, BigInt),
      budget,
      seed: createRandom(config.seed, 'study', 'selection', `repeat ${repeat}`).integer(2 ** 53),
      probabilities:
        scheme.needs.includes('probabilities') && scored.probabilities
          ? gatherRows(scored.probabilities, remainingRows)
          : undefined,
      features: scheme.needs.includes('features') ? gatherRows(seen, remainingRows) : undefined,
      labeledFeatures: scheme.needs.includes('labeled') ? gatherRows(seen, labeledRows) : undefined,
    },
    parameters,
  );
  return {
    rows: chosen.rows.map((index) => remainingRows[index] as number),
    weights: chosen.weights,
    notes: chosen.notes ?? [],
  };
}
