import type { ArmComparison, NoComparison } from '@/lib/contracts/control-arm';
import { wilsonInterval } from '@/lib/metrics/intervals';
import { mcnemarPValue } from '@/lib/metrics/mcnemar';
import { pairedShares } from '@/lib/metrics/paired-shares';
import { withLabelChance } from '@/lib/rounds/label-chance';
import { matchArms, type ArmItem } from '@/lib/rounds/match-arms';
import type { Container } from '../container';
import type { JobContext } from '../jobs/job';
import { readChosen } from '../selections/chosen-file.service';
import { listTestLabels } from '../surrogates/labels.repository';
import type { TrainingInputs } from '../surrogates/surrogates.repository';
import { listRowsBeforeRounds, type RoundBatch } from './control-arm.repository';
import { measureArms, type ArmSet } from './measure-arms.service';
import type { TrainingLabels } from './measure-control.service';

/** Below so many labels an arm says nothing that would be worth a sentence. */
const FEWEST_LABELS = 10;

type Comparison =
  | { readonly comparison: ArmComparison; readonly noComparison: null }
  | { readonly comparison: null; readonly noComparison: NoComparison };

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

  const [wrong, redrawn] = await measureArms(container, { trained, arms: [chosen, random], test, context });
  const [ofChosen = [], ofRandom = []] = wrong;
  const count = (isCounted: (chosenWrong: boolean, randomWrong: boolean) => boolean) =>
    ofChosen.filter((isWrong, index) => isCounted(isWrong, ofRandom[index] ?? false)).length;
  const onlyChosenRight = count((chosenWrong, randomWrong) => !chosenWrong && randomWrong);
  const onlyRandomRight = count((chosenWrong, randomWrong) => chosenWrong && !randomWrong);
  const differenceOnTest = pairedShares(onlyRandomRight, onlyChosenRight, test.length);
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
    difference: withLabelChance(differenceOnTest, redrawn),
    differenceOnTest,
    redraws: redrawn.length,
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
  const ofArm = new Set(arm);
  const rows = Int32Array.from([...seed, ...arm]).sort();
  return {
    rows,
    labels: Int32Array.from(rows, (row) => labels.get(row)?.label ?? 0),
    weights: Float32Array.from(rows, (row) => (isWeighted ? (labels.get(row)?.weight ?? 1) : 1)),
    ofArm: Array.from(rows.keys()).filter((index) => ofArm.has(rows[index] as number)),
  };
}
