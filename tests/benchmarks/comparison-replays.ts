// How often the control arm's interval holds the truth: `node --import tsx tests/benchmarks/comparison-replays.ts [seeds]`.
// Both arms are drawn at random from Fashion-MNIST, so that the true difference is 0; labels come from a fallible team.
import { performance } from 'node:perf_hooks';
import { predictedLabels } from '@/lib/metrics/classification';
import { pairedShares } from '@/lib/metrics/paired-shares';
import { gatherRows, rowsBetween } from '@/lib/numeric/matrix';
import { createRandom } from '@/lib/numeric/random';
import { redrawLabels, withLabelChance } from '@/lib/rounds/label-chance';
import { fitSoftmax } from '@/lib/surrogates/fit-softmax';
import { loadEngine } from '@/server/tensor/load-engine';
import { fashionData } from './fashion-data';
import { simulateTeam } from './live-loop/simulated-annotator';

const COLUMNS = 64;
const TEST = 2_000;
const SEED_LABELS = 300;
/** Three rounds of 200 with a fifth at random. */
const LABELS_EACH = 120;
const REDRAWS = 20;
const RIDGE = 0.01;
const TOLERANCE = 1e-4;

interface Answers {
  readonly rows: Int32Array;
  readonly labels: Int32Array;
}

const seeds = Number(process.argv[2] ?? 100);
const started = performance.now();
const { name, data } = await fashionData(COLUMNS);
const { engine } = await loadEngine({ force: null });
const test = rowsBetween(data.test, 0, TEST);
const held = { onTest: 0, shown: 0 };
for (let seed = 1; seed <= seeds; seed++) {
  const random = createRandom(seed, 'random against random');
  const team = simulateTeam(seed);
  const draw = (size: number): Answers => {
    const rows = random.sample(data.pool.rows, size);
    const labels = rows.map((row) => {
      const annotator = team[random.integer(team.length)] ?? team[0];
      return annotator?.answer(data.labels[row] as number) ?? 0;
    });
    return { rows, labels };
  };
  const seedLabels = draw(SEED_LABELS);
  const arms = [draw(LABELS_EACH), draw(LABELS_EACH)] as const;
  const differenceOf = async (again: boolean) => {
    const wrong: boolean[][] = [];
    for (const arm of arms) {
      wrong.push(await wrongOnTest(seedLabels, arm, again ? redrawLabels(LABELS_EACH, random) : null));
    }
    const [left = [], right = []] = wrong;
    const only = (of: boolean[], other: boolean[]) =>
      of.filter((isWrong, row) => isWrong && !other[row]).length;
    return pairedShares(only(left, right), only(right, left), TEST);
  };
  const onTest = await differenceOf(false);
  const redrawn: number[] = [];
  for (let redraw = 0; redraw < REDRAWS; redraw++) redrawn.push((await differenceOf(true)).mean);
  const shown = withLabelChance(onTest, redrawn);
  if (onTest.low <= 0 && onTest.high >= 0) held.onTest++;
  if (shown.low <= 0 && shown.high >= 0) held.shown++;
}
await engine.dispose();
process.stdout.write(
  [
    `${name}, ${COLUMNS} features, ${seeds} comparisons of random with random: ${SEED_LABELS} seed labels, ${LABELS_EACH} each, ${TEST} test examples`,
    `  0 lies in the interval of the test examples alone       ${held.onTest}`,
    `  0 lies in the interval of test examples and labels      ${held.shown}`,
    `${((performance.now() - started) / 1000).toFixed(0)} s\n`,
  ].join('\n'),
);

/** @param counts how often each label of the arm counts; null: once */
async function wrongOnTest(seed: Answers, arm: Answers, counts: Int32Array | null): Promise<boolean[]> {
  const kept = Array.from(arm.rows.keys()).filter((at) => (counts?.[at] ?? 1) > 0);
  const ones = Array.from(seed.rows, () => 1);
  const training = {
    features: gatherRows(data.pool, [...seed.rows, ...kept.map((at) => arm.rows[at] as number)]),
    labels: Int32Array.from([...seed.labels, ...kept.map((at) => arm.labels[at] as number)]),
    weights: Float32Array.from([...ones, ...kept.map((at) => counts?.[at] ?? 1)]),
    classes: data.classes,
  };
  const { parameters } = await fitSoftmax(engine, training, { ridge: RIDGE, tolerance: TOLERANCE });
  const scored = await engine.score({ features: test, parameters, classes: data.classes, scores: [] });
  return Array.from(predictedLabels(scored.probabilities), (label, row) => label !== data.testLabels[row]);
}
