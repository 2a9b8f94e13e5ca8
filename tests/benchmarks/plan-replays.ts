// How often a plan's 90 % intervals hold what is measured later: `node --import tsx tests/benchmarks/plan-replays.ts [seeds]`.
// Each seed draws a pool, a test split and seed labels of Fashion-MNIST anew, and replays ten rounds of 100 labels, once at
// random and once in proportion to the gradient. Plans are made after rounds 5 to 9 from the points that there are then.
import { performance } from 'node:perf_hooks';
import { countWrong, predictedLabels } from '@/lib/metrics/classification';
import { gatherRows, type Matrix } from '@/lib/numeric/matrix';
import { createRandom } from '@/lib/numeric/random';
import { forecastLabels, forecastMeasured } from '@/lib/planning/forecast';
import { fitLearningCurve, type LearningPoint } from '@/lib/planning/learning-curve';
import { testVariance } from '@/lib/planning/plan-curve';
import { gradientCdf } from '@/lib/selections/gradient-cdf';
import { random as randomScheme } from '@/lib/selections/random';
import { select } from '@/lib/selections/select';
import { fitSoftmax } from '@/lib/surrogates/fit-softmax';
import type { TensorEngine } from '@/lib/surrogates/tensor-engine';
import { loadEngine } from '@/server/tensor/load-engine';
import { fashionData } from './fashion-data';

const COLUMNS = 64;
const POOL = 8000;
const TEST = 1000;
const SEED_LABELS = 100;
const BATCH = 100;
const ROUNDS = 10;
const FIRST_PLAN = 5;
const RIDGE = 0.01;
const TOLERANCE = 1e-4;

const schemes = { random: randomScheme, 'gradient-cdf': gradientCdf } as const;

interface Replay {
  /** after the seed and each round */
  readonly points: readonly LearningPoint[];
  /** the same models on all 10,000 test examples */
  readonly population: readonly number[];
}

interface World {
  readonly engine: TensorEngine;
  readonly pool: Matrix;
  readonly labels: Int32Array;
  readonly test: Matrix;
  readonly testLabels: Int32Array;
}

async function replay(world: World, scheme: keyof typeof schemes, seed: number): Promise<Replay> {
  const { engine, test, testLabels } = world;
  const random = createRandom(seed, 'replay');
  const rows = random.sample(world.pool.rows, POOL);
  const pool = gatherRows(world.pool, rows);
  const labels = Int32Array.from(rows, (row) => world.labels[row] as number);
  const split = random.sample(test.rows, TEST);
  let labeled = [...random.sample(POOL, SEED_LABELS)];
  const points: LearningPoint[] = [];
  const population: number[] = [];
  for (let round = 0; ; round++) {
    const data = {
      features: gatherRows(pool, labeled),
      labels: Int32Array.from(labeled, (row) => labels[row] as number),
      weights: null,
      classes: 10,
    };
    const { parameters } = await fitSoftmax(engine, data, { ridge: RIDGE, tolerance: TOLERANCE });
    const scored = await engine.score({ features: test, parameters, classes: 10, scores: [] });
    const predicted = predictedLabels(scored.probabilities);
    const wrongHere = split.reduce((sum, row) => sum + (predicted[row] === testLabels[row] ? 0 : 1), 0);
    const error = wrongHere / TEST;
    points.push({ labels: labeled.length, error, variance: testVariance(error, TEST), degrees: Infinity });
    population.push(countWrong(predicted, testLabels) / test.rows);
    if (round === ROUNDS) return { points, population };
    const taken = new Set(labeled);
    const rest = Int32Array.from({ length: POOL }, (_, row) => row).filter((row) => !taken.has(row));
    const features = gatherRows(pool, rest);
    const { scores } = await engine.score({ features, parameters, classes: 10, scores: ['gradient-norm'] });
    const input = {
      scores: scores['gradient-norm'] ?? null,
      ids: BigUint64Array.from(rest, (row) => BigInt(row)),
      ...{ budget: BATCH, seed: seed * 1000 + round },
    };
    const chosen = select(schemes[scheme], input, {});
    labeled = [...labeled, ...Array.from(chosen.rows, (index) => rest[index] as number)];
  }
}

/** Hits and cases of a kind of interval. */
class Count {
  private hits = 0;
  private cases = 0;
  private widths: number[] = [];

  add(interval: { low: number; high: number }, truth: number): void {
    this.cases++;
    if (interval.low <= truth && truth <= interval.high) this.hits++;
    this.widths.push(interval.high - interval.low);
  }

  toString(): string {
    const ordered = this.widths.sort((left, right) => left - right);
    const width = ordered[Math.floor(ordered.length / 2)] ?? NaN;
    const share = ((100 * this.hits) / this.cases).toFixed(1);
    return `${share} % (${this.hits} of ${this.cases}), median width ${width < 1 ? `${(100 * width).toFixed(1)} points` : width.toFixed(0)}`;
  }
}

const seeds = Number(process.argv[2] ?? 50);
const started = performance.now();
const { name, data } = await fashionData(COLUMNS);
const { engine } = await loadEngine({ force: null });
const world = { engine, ...data };
process.stdout.write(
  `${name}, ${COLUMNS} features, ${seeds} replays a scheme: seed ${SEED_LABELS} labels, ${ROUNDS} rounds of ${BATCH}, ${TEST} test examples\n`,
);
for (const scheme of Object.keys(schemes) as (keyof typeof schemes)[]) {
  const [measured, last, population, needed] = [new Count(), new Count(), new Count(), new Count()];
  for (let seed = 1; seed <= seeds; seed++) {
    const { points, population: truths } = await replay(world, scheme, seed);
    for (let round = FIRST_PLAN; round < ROUNDS; round++) {
      const curve = fitLearningCurve(points.slice(0, round + 1), seed);
      for (let later = round + 1; later <= ROUNDS; later++) {
        const { labels, error } = points[later] as LearningPoint;
        measured.add(forecastMeasured(curve, labels), error);
        population.add(forecastMeasured(curve, labels), truths[later] as number);
        if (later < ROUNDS) continue;
        last.add(forecastMeasured(curve, labels), error);
        // the labels for the error that the last round turned out to have
        needed.add(forecastLabels(curve, error), labels);
      }
    }
  }
  process.stdout.write(
    [
      `${scheme}`,
      `  error measured in any later round      ${measured.toString()}`,
      `  error measured in the last round       ${last.toString()}`,
      `  error on all 10,000 test examples      ${population.toString()}`,
      `  labels for the last round’s error      ${needed.toString()}`,
      '',
    ].join('\n'),
  );
}
await engine.dispose();
process.stdout.write(`${((performance.now() - started) / 1000).toFixed(0)} s\n`);
