import type { ArmComparison, NoComparison } from '@/lib/contracts/control-arm';
import { predictedLabels } from '@/lib/metrics/classification';
import { wilsonInterval } from '@/lib/metrics/intervals';
import { mcnemarPValue } from '@/lib/metrics/mcnemar';
import { pairedShares } from '@/lib/metrics/paired-shares';
import { matchArms, type ArmItem } from '@/lib/rounds/match-arms';
import { fitModel } from '@/lib/surrogates/fit-model';
import type { Container } from '../container';
import { imageShapeOf } from '../features/image-shape';
import type { JobContext } from '../jobs/job';
import { readChosen } from '../selections/chosen-file.service';
import { listTestLabels } from '../surrogates/labels.repository';
import { resolveRidge } from '../surrogates/resolve-ridge.service';
import { trainedConfigurationSchema } from '../surrogates/surrogate-configuration';
import type { TrainingInputs } from '../surrogates/surrogates.repository';
import { listRowsBeforeRounds, type RoundBatch } from './control-arm.repository';
import type { TrainingLabels } from './measure-control.service';

/** Below so many labels an arm says nothing that would be worth a sentence. */
const FEWEST_LABELS = 10;
/** Test examples that are predicted at once. */
const ROWS_AT_ONCE = 4096;

type Comparison =
  | { readonly comparison: ArmComparison; readonly noComparison: null }
  | { readonly comparison: null; readonly noComparison: NoComparison };

interface ArmSet {
  readonly rows: Int32Array;
  readonly labels: Int32Array;
  readonly weights: Float32Array | null;
}

/**
 * Chosen against random at equal labels: two models of the kind that the round trains, each on all labels from before
 * round 1 and on one arm of the rounds so far, both measured on the test split. Chosen examples weigh what they weigh in
 * the round's model; random ones 1.
 */
export async function compareArms(
  container: Container,
  input: {
    readonly trained: TrainingInputs;
    readonly rounds: readonly RoundBatch[];
    readonly labels: TrainingLabels;
    readonly context: JobContext;
  },
): Promise<Comparison> {
  const { trained, rounds, labels, context } = input;
  const none = (noComparison: NoComparison): Comparison => ({ comparison: null, noComparison });
  if (!rounds.some(({ items }) => items.some(({ arm }) => arm !== 'chosen'))) return none('no-control');
  const { projectId, rows: rowLimit } = trained;
  const test = await listTestLabels(container.db, { projectId, rowLimit });
  if (test.length === 0) return none('no-test-split');
  const arms = matchArms(await labeledItems(container, rounds, labels));
  if (arms.chosen.length < FEWEST_LABELS) return none('too-few-labels');
  const inRounds = new Set(rounds.flatMap(({ items }) => items.map(({ row }) => row)));
  const before = await listRowsBeforeRounds(container.db, projectId);
  const seed = [...labels.keys()].filter((row) => before.has(row) && !inRounds.has(row));
  const chosen = armSet(seed, arms.chosen, labels, true);
  const random = armSet(seed, arms.random, labels, false);
  if ([chosen, random].some(({ labels: of }) => new Set(of).size < 2)) return none('one-class');

  const wrong: boolean[][] = [];
  for (const [index, arm] of [chosen, random].entries()) {
    context.progress({ done: index, total: 2, unit: 'models', message: 'Comparing chosen with random' });
    wrong.push(await wrongOnTest(container, { trained, arm, test, context }));
  }
  const [ofChosen = [], ofRandom = []] = wrong;
  const count = (isCounted: (chosenWrong: boolean, randomWrong: boolean) => boolean) =>
    ofChosen.filter((isWrong, index) => isCounted(isWrong, ofRandom[index] ?? false)).length;
  const onlyChosenRight = count((chosenWrong, randomWrong) => !chosenWrong && randomWrong);
  const onlyRandomRight = count((chosenWrong, randomWrong) => chosenWrong && !randomWrong);
  const comparison: ArmComparison = {
    seedLabels: seed.length,
    labelsEach: arms.chosen.length,
    shared: arms.shared,
    testExamples: test.length,
    chosenError: wilsonInterval(
      count((isWrong) => isWrong),
      test.length,
    ),
    randomError: wilsonInterval(
      count((_, isWrong) => isWrong),
      test.length,
    ),
    difference: pairedShares(onlyRandomRight, onlyChosenRight, test.length),
    onlyChosenRight,
    onlyRandomRight,
    pValue: mcnemarPValue(onlyChosenRight, onlyRandomRight),
  };
  return { comparison, noComparison: null };
}

async function labeledItems(
  container: Container,
  rounds: readonly RoundBatch[],
  labels: TrainingLabels,
): Promise<ArmItem[][]> {
  return Promise.all(
    rounds.map(async ({ items, chosenBlob }) => {
      const order = chosenBlob ? (await readChosen(container, chosenBlob)).rows : new Int32Array();
      const rankOf = new Map(Array.from(order, (row, rank) => [row, rank]));
      return items
        .filter(({ row }) => labels.has(row))
        .map((item) => ({ ...item, rank: rankOf.get(item.row) ?? null }));
    }),
  );
}

/** In the order of rows, as the round's own training set is. */
function armSet(
  seed: readonly number[],
  arm: Int32Array,
  labels: TrainingLabels,
  isWeighted: boolean,
): ArmSet {
  const rows = Int32Array.from([...seed, ...arm]).sort();
  const weights = Float32Array.from(rows, (row) => (isWeighted ? (labels.get(row)?.weight ?? 1) : 1));
  return {
    rows,
    labels: Int32Array.from(rows, (row) => labels.get(row)?.label ?? 0),
    weights: weights.every((weight) => weight === 1) ? null : weights,
  };
}

/** Which test examples a model that was trained on the arm gets wrong, in their order. */
async function wrongOnTest(
  { matrices, engine: openEngine }: Container,
  input: {
    readonly trained: TrainingInputs;
    readonly arm: ArmSet;
    readonly test: readonly { readonly row: number; readonly label: number }[];
    readonly context: JobContext;
  },
): Promise<boolean[]> {
  const { trained, arm, test, context } = input;
  const { signal } = context;
  const configuration = trainedConfigurationSchema.parse(trained.configuration);
  const { model, seed, classes = trained.classes } = configuration;
  const engine = await openEngine();
  const { labels, weights } = arm;
  const features = await matrices.readRows(trained.featuresBlob, arm.rows);
  const data = { features, labels, weights, classes, image: imageShapeOf(trained.featureSet) };
  const found = model.name === 'softmax' ? await resolveRidge(engine, data, configuration, signal) : null;
  const fit = await fitModel(engine, model, data, { ridge: found?.ridge ?? 0, seed, signal });
  try {
    const wrong: boolean[] = [];
    for (let from = 0; from < test.length; from += ROWS_AT_ONCE) {
      const part = test.slice(from, from + ROWS_AT_ONCE);
      const rows = Int32Array.from(part, ({ row }) => row);
      const probabilities = await fit.predict(await matrices.readRows(trained.featuresBlob, rows));
      predictedLabels(probabilities).forEach((label, index) => wrong.push(label !== part[index]?.label));
    }
    return wrong;
  } finally {
    await fit.dispose();
  }
}
