import type { BatchView, LabelingItem } from '@/lib/contracts/labeling';
import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import type { DatabaseClient } from '../db/client';
import { viewExamples } from '../datasets/example-view.service';
import type { BatchCounts } from './batches.repository';
import { countBatches, listItems } from './batches.repository';

export async function listBatches(container: Container, projectId: string): Promise<BatchView[]> {
  const batches = await countBatches(container.db, { projectId });
  return batches.map(toBatchView);
}

/** @throws AppError `not-found` */
export async function getBatch(
  container: Container,
  input: { projectId: string; batchId: string },
): Promise<BatchView> {
  return viewBatch(container.db, input);
}

/** Open examples come without a label from file, so that nobody copies it. */
export async function listLabelingItems(
  container: Container,
  input: { projectId: string; batchId: string; from: number; limit: number },
): Promise<LabelingItem[]> {
  await viewBatch(container.db, input);
  const items = await listItems(container.db, input);
  const examples = await viewExamples(
    container,
    input.projectId,
    items.map((item) => item.row),
  );
  return items.map(({ position, state }, index) => {
    const example = examples[index];
    if (!example)
      throw new AppError('internal', `Item ${position} of batch ${input.batchId} has no example.`);
    const shown = state === 'open' ? { ...example, label: null, labelSource: null } : example;
    return { position, state, example: shown };
  });
}

/** The batch as the caller's transaction sees it. */
export async function viewBatch(
  db: DatabaseClient,
  input: { projectId: string; batchId: string },
): Promise<BatchView> {
  const [batch] = await countBatches(db, input);
  if (!batch) throw new AppError('not-found', 'There is no such batch in this project.');
  return toBatchView(batch);
}

function toBatchView(batch: BatchCounts): BatchView {
  const { open, answersLeft, medianSeconds } = batch;
  const secondsLeft = open === 0 ? 0 : medianSeconds === null ? null : answersLeft * medianSeconds;
  return { ...batch, secondsLeft };
}
