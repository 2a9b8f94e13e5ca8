import type { Matrix } from '../numeric/matrix';

/** The ridge found, and all that were tried, strongest first. */
export interface RidgeChoice {
  readonly ridge: number;
  /** it is the strongest or the weakest of the range, so that one outside might be better */
  readonly atEnd: boolean;
  readonly path: { readonly ridge: number; readonly logLoss: number }[];
}

type Trial = RidgeChoice['path'][number];

/** Powers of ten tried one after the other, times the mean variance of a feature. */
const DECADES = [1, 0, -1, -2, -3, -4, -5, -6];
/**
 * Ridges in a row without a new best after which weaker ones, whose fits take longest, are not tried. Not after the
 * first: the log-loss of a model of hard examples, on a random sample, can rise by a decade and fall again.
 */
const PATIENCE = 2;

/**
 * The ridge with the smallest measured log-loss.
 *
 * Without a grid: decades from 10 down to 1e-6 times the mean variance of a feature (so that the choice does not
 * depend on the features' unit), then half a decade to either side of the best. The log-loss is flat there; finer steps
 * are below its noise. With a grid: each of it. Either way strongest first, stopping after two that are no better.
 *
 * @param measure held-out log-loss of a ridge; called from strong to weak, so that fits can start from the last one
 */
export async function searchRidge(
  features: Matrix,
  measure: (ridge: number) => Promise<number>,
  grid?: readonly number[],
): Promise<RidgeChoice> {
  const unit = grid ? 1 : meanVariance(features);
  const path: Trial[] = [];
  const tryAll = async (ridges: readonly number[]): Promise<void> => {
    let best = Infinity;
    let sinceBest = 0;
    for (const ridge of ridges) {
      const logLoss = await measure(ridge);
      path.push({ ridge, logLoss });
      sinceBest = logLoss < best ? 0 : sinceBest + 1;
      best = Math.min(best, logLoss);
      if (sinceBest >= PATIENCE) return;
    }
  };
  const range = grid
    ? grid.toSorted((left, right) => right - left)
    : DECADES.map((exponent) => unit * 10 ** exponent);
  await tryAll(range);
  if (!grid) {
    const { ridge } = bestOf(path);
    await tryAll([ridge * Math.sqrt(10), ridge / Math.sqrt(10)]);
    path.sort((left, right) => right.ridge - left.ridge);
  }
  const { ridge } = bestOf(path);
  const [strongest = ridge, weakest = strongest] = [range[0], range.at(-1)];
  return { ridge, atEnd: range.length > 1 && (ridge >= strongest || ridge <= weakest), path };
}

/** Equal log-losses go to the stronger ridge. */
function bestOf(path: readonly Trial[]): Trial {
  return path.reduce((best, trial) => (trial.logLoss < best.logLoss ? trial : best));
}

/** Variance of a feature over the rows, averaged over the features; 1 where nothing varies. O(n·d) */
function meanVariance({ data, rows, columns }: Matrix): number {
  const sums = new Float64Array(columns);
  let squares = 0;
  for (let place = 0; place < data.length;) {
    for (let column = 0; column < columns; column++, place++) {
      const value = data[place] as number;
      sums[column] = (sums[column] as number) + value;
      squares += value * value;
    }
  }
  const squaredMeans = sums.reduce((total, sum) => total + (sum / rows) ** 2, 0);
  const variance = (squares / rows - squaredMeans) / columns;
  return variance > 0 ? variance : 1;
}
