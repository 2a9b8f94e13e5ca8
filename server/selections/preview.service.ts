import type { SelectionPreview, SelectionRequest } from '@/lib/contracts/selection';
import { effectiveSampleSize } from '@/lib/metrics/effective-sample-size';
import { labelEntropy } from '@/lib/metrics/label-entropy';
import type { Container } from '../container';
import { predictionColumns } from '../datasets/example-columns.service';
import { viewExamples } from '../datasets/example-view.service';
import { choose } from './choose.service';
import type { Choice } from './choose.service';
import { findProjectTerms } from './selections.repository';

const SHOWN_EXAMPLES = 24;

/** What a selection would be, without making it. */
export async function preview(container: Container, request: SelectionRequest): Promise<SelectionPreview> {
  const { projectId } = request;
  const choice = await choose(container, request, { compare: true });
  const budget = choice.rows.length;
  const { costPerLabel, currency } = await findProjectTerms(container.db, projectId);
  const available = choice.candidates.length;
  const shown = Array.from(choice.rows.subarray(0, SHOWN_EXAMPLES));
  const balance = choice.probabilitiesBlob
    ? await classBalance(container, choice.probabilitiesBlob, choice)
    : null;
  return {
    budget,
    available,
    share: budget / available,
    cost: costPerLabel === null ? null : costPerLabel * budget,
    currency,
    examples: await viewExamples(container, projectId, shown, request.scoreSetId),
    classBalance: balance?.counts ?? null,
    predictedEntropy: balance?.entropy ?? null,
    overlapWithRandom: (choice.sharedWithRandom ?? 0) / budget,
    overlapByChance: budget / available,
    effectiveSampleSize: effectiveSampleSize(choice.weights),
    notes: choice.notes,
  };
}

/** Predicted classes of the chosen, and how many of each a random choice of the same size would have. */
async function classBalance(container: Container, probabilitiesBlob: string, choice: Choice) {
  const { predicted, classes } = await predictionColumns(container, probabilitiesBlob);
  const ofChosen = choice.rows.map((row) => predicted[row] as number);
  const selected = countLabels(ofChosen, classes);
  const ofCandidates = countLabels(
    choice.candidates.map((row) => predicted[row] as number),
    classes,
  );
  const share = choice.rows.length / choice.candidates.length;
  return {
    counts: Array.from(selected, (count, label) => ({
      label,
      selected: count,
      random: (ofCandidates[label] as number) * share,
    })),
    entropy: labelEntropy(ofChosen, classes),
  };
}

function countLabels(labels: Int32Array, classes: number): Int32Array {
  const counts = new Int32Array(classes);
  for (const label of labels) counts[label] = (counts[label] as number) + 1;
  return counts;
}
