import type { Matrix } from '../numeric/matrix';

/** The ridge found, and all that were tried, strongest first. */
export interface RidgeChoice {
  readonly ridge: number;
  readonly path: { readonly ridge: number; readonly logLoss: number }[];
}

type Trial = RidgeChoice['path'][number];

/** Powers of ten tried one after the other, times the mean variance of a feature. */
const STRONGEST_DECADE = 1;
const WEAKEST_DECADE = -6;
/** Ridges in a row without a new best after which weaker ones, whose fits take longest, are not tried. */
const DECADE_PATIENCE = 1;
const GRID_PATIENCE = 2;

/**
 * The ridge with the smallest measured log-loss.
 *
 * Without a grid: decades from 10 down to 1e-6 times the mean variance of a feature (so that the choice does not
 * depend on the features' unit), stopping after the first that is worse, then half a decade to either side of
 * the best. The log-loss is flat there; finer steps are below its noise. With a grid: each of it, strongest first,
 * stopping after two that are worse.
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
  const tryAll = async (ridges: readonly number[], patience: number): Promise<void> => {
    let best = Infinity;
    let sinceBest = 0;
    for (const ridge of ridges) {
      const logLoss = await measure(ridge);
      path.push({ ridge, logLoss });
      sinceBest = logLoss < best ? 0 : sinceBest + 1;
      best = Math.min(best, logLoss);
      if (sinceBest >= patience) return;
    }
  };
  if (grid) {
    await tryAll(
      grid.toSorted((left, right) => right - left),
      GRID_PATIENCE,
    );
  } else {
    const decades = STRONGEST_DECADE - WEAKEST_DECADE + 1;
    await tryAll(
      Array.from({ length: decades }, (_, step) => unit * 10 ** (STRONGEST_DECADE - step)),
      DECADE_PATIENCE,
    );
    const { ridge } = bestOf(path);
    await tryAll([ridge * Math.sqrt(10), ridge / Math.sqrt(10)], 2);
    path.sort((left, right) => right.ridge - left.ridge);
  }
  return { ridge: bestOf(path).ridge, path };
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
