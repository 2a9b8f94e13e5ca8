import { createRandom } from '../numeric/random';
import type { LabelPatterns } from './label-patterns';

const MOST_REPLICATES = 1000;
const FEWEST_REPLICATES = 200;
/** Draws that one bootstrap costs at most, where it may be so few replicates: below a second. */
const DRAWS = 2e7;

export interface BootstrapIntervals {
  readonly replicates: number;
  /** 95 % interval of each statistic; null where more than half of the replicates leave it undefined */
  readonly intervals: readonly ({ readonly low: number; readonly high: number } | null)[];
}

/**
 * 95 % intervals of statistics of agreement: percentiles over samples, drawn with replacement, of the items. One sample
 * serves all statistics.
 *
 * Why over items: they are what a project has drawn; annotators stay whoever they are. Replicates: 1,000, fewer where
 * that takes more than 2·10⁷ draws, 200 at least; so many items leave intervals that are narrow anyhow.
 *
 * @param statistics of the weights of the patterns; NaN where undefined
 * @param pause awaited after each replicate, for callers that share their thread
 * Cost: replicates · (items + the statistics).
 * Source: Efron and Tibshirani, An introduction to the bootstrap (1993), chapter 13. Coverage is simulated in
 * tests/unit/agreement/coverage.test.ts.
 */
export async function bootstrapAgreement(
  patterns: LabelPatterns,
  statistics: (weights: Float64Array) => readonly number[],
  { seed, pause }: { readonly seed: number; readonly pause?: () => Promise<void> },
): Promise<BootstrapIntervals> {
  const items = patterns.ofItem.length;
  const count = statistics(patterns.counts).length;
  if (items === 0) return { replicates: 0, intervals: new Array<null>(count).fill(null) };
  const replicates = Math.min(MOST_REPLICATES, Math.max(FEWEST_REPLICATES, Math.floor(DRAWS / items)));
  const random = createRandom(seed, 'agreement', 'bootstrap');
  const values = Array.from({ length: count }, () => new Float64Array(replicates));
  const weights = new Float64Array(patterns.counts.length);
  for (let replicate = 0; replicate < replicates; replicate++) {
    weights.fill(0);
    for (let draw = 0; draw < items; draw++) {
      const pattern = patterns.ofItem[random.integer(items)] as number;
      weights[pattern] = (weights[pattern] as number) + 1;
    }
    statistics(weights).forEach((value, index) => ((values[index] as Float64Array)[replicate] = value));
    await pause?.();
  }
  return { replicates, intervals: values.map(percentiles) };
}

function percentiles(values: Float64Array): { low: number; high: number } | null {
  const defined = values.filter((value) => !Number.isNaN(value)).sort();
  if (defined.length === 0 || 2 * defined.length < values.length) return null;
  return { low: quantile(defined, 0.025), high: quantile(defined, 0.975) };
}

/** Linear between neighbours, as NumPy's default. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] as number;
  const above = sorted[Math.ceil(place)] as number;
  return below + (above - below) * (place - Math.floor(place));
}
