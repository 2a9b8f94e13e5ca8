import { drawGamma } from '../numeric/draw-gamma';
import { createRandom } from '../numeric/random';
import type { LabelPatterns } from './label-patterns';

const REPLICATES = 1000;
/** Of fewer items a redraw knows hardly another world: of one it would give an interval of no length. */
const FEWEST_ITEMS = 10;

export interface BootstrapIntervals {
  readonly replicates: number;
  /** 95 % interval of each statistic; null where it is undefined, and of fewer than 10 items */
  readonly intervals: readonly ({ readonly low: number; readonly high: number } | null)[];
}

/**
 * 95 % intervals of statistics of agreement: percentiles of the Bayesian bootstrap over the items. Each replicate weighs
 * the items by shares drawn from the flat Dirichlet distribution; one replicate serves all statistics.
 *
 * Why over items: they are what a project has drawn; annotators stay whoever they are. Why Bayesian: its weights of all
 * items with the same votes together are one gamma draw, so 100,000 items cost as much as their few hundred patterns,
 * and no replicate leaves a class out, where the plain bootstrap of few items does.
 *
 * @param statistics of the weights of the patterns, whose sum is the number of items; NaN where undefined
 * @param pause awaited now and then, for callers that share their thread
 * Cost: 1,000 · (patterns + the statistics).
 * Source: Rubin, The Bayesian bootstrap, Annals of Statistics 9 (1981). Coverage is simulated in
 * tests/unit/agreement/coverage.test.ts.
 */
export async function bootstrapAgreement(
  patterns: LabelPatterns,
  statistics: (weights: Float64Array) => readonly number[],
  { seed, pause }: { readonly seed: number; readonly pause?: () => Promise<void> },
): Promise<BootstrapIntervals> {
  const { items } = patterns;
  const random = createRandom(seed, 'agreement', 'bootstrap');
  const values = statistics(patterns.counts).map(() => new Float64Array(REPLICATES));
  if (items < FEWEST_ITEMS) return { replicates: 0, intervals: values.map(() => null) };
  for (let replicate = 0; replicate < REPLICATES; replicate++) {
    const draws = patterns.counts.map((count) => drawGamma(random, count));
    const total = draws.reduce((sum, draw) => sum + draw, 0);
    const weights = draws.map((draw) => (draw / total) * items);
    statistics(weights).forEach((value, index) => ((values[index] as Float64Array)[replicate] = value));
    if (replicate % 20 === 0) await pause?.();
  }
  return { replicates: REPLICATES, intervals: values.map(percentiles) };
}

function percentiles(values: Float64Array): { low: number; high: number } | null {
  if (values.some(Number.isNaN)) return null;
  const sorted = values.slice().sort();
  return { low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) };
}

/** Linear between neighbours, as NumPy's default. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] as number;
  const above = sorted[Math.ceil(place)] as number;
  return below + (above - below) * (place - Math.floor(place));
}
