import type { Answer, Answers, BatchView } from '@/lib/contracts/labeling';
import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import type { DatabaseClient } from '../db/client';
import {
  answerOpenFromFiles,
  appendAnnotation,
  countOpen,
  findItemRules,
  findLiveAnnotation,
  findNewestTime,
  lockBatch,
  setItemState,
  undoNewest,
} from './answers.repository';
import { announceCompleted } from './batch-completion.service';
import { findOpenBatches } from './batches.repository';
import { viewBatch } from './batches.service';

/** Annotators wait for each other's answer to the same batch: milliseconds each, seconds when many come at once. */
const TRANSACTION = { maxWait: 10_000, timeout: 30_000 };

/**
 * Stores one answer before it returns. The same answer sent twice is one annotation; another answer to the same example
 * is a new annotation, and the newest counts.
 *
 * @throws AppError `not-found` where the batch has no such example, `bad-input` for a label that is no class
 */
export async function answer(
  container: Container,
  userId: string,
  given: Answer,
): Promise<{ batch: BatchView }> {
  const { batch } = await inBatch(container, given, (tx) => store(tx, userId, given));
  return { batch };
}

/** Many answers to one batch: all are stored, or none. @throws AppError like answer, for the first that is wrong */
export async function answerAll(
  container: Container,
  userId: string,
  { projectId, batchId, answers }: Answers,
): Promise<{ batch: BatchView }> {
  const { batch } = await inBatch(container, { projectId, batchId }, async (tx) => {
    for (const given of answers) await store(tx, userId, { projectId, batchId, ...given });
  });
  return { batch };
}

async function store(tx: DatabaseClient, userId: string, given: Answer): Promise<void> {
  const { projectId, batchId, row, label, seconds } = given;
  await checkAnswer(tx, given);
  const live = await findLiveAnnotation(tx, batchId, row);
  if (live?.userId === userId && live.label === label) return;
  const createdAt = await nextTime(tx, batchId);
  await appendAnnotation(tx, { projectId, batchId, row, userId, label, seconds, createdAt });
  await setItemState(tx, batchId, row, label === null ? 'skipped' : 'labeled');
}

/**
 * Takes back this person's newest answer in this batch. The item shows the answer before it, and is open where there was
 * none. Null where this person has nothing to take back.
 */
export async function undo(
  container: Container,
  userId: string,
  input: { projectId: string; batchId: string },
): Promise<{ row: number; batch: BatchView } | null> {
  const { result: row, batch } = await inBatch(container, input, async (tx) => {
    const undone = await undoNewest(tx, { batchId: input.batchId, userId, at: new Date() });
    if (undone === null) return null;
    const before = await findLiveAnnotation(tx, input.batchId, undone);
    await setItemState(
      tx,
      input.batchId,
      undone,
      !before ? 'open' : before.label === null ? 'skipped' : 'labeled',
    );
    return undone;
  });
  return row === null ? null : { row, batch };
}

/**
 * Answers all open examples of a batch with the labels that came with their files: for trying the live rounds out on
 * data whose labels are known.
 *
 * @throws AppError `conflict` where an open example has no label from file
 */
export async function fillFromFiles(
  container: Container,
  userId: string,
  input: { projectId: string; batchId: string },
): Promise<{ labeled: number }> {
  const { result } = await inBatch(container, input, async (tx) => {
    const { open, withFileLabel } = await countOpen(tx, input.projectId, input.batchId);
    if (withFileLabel < open) {
      throw new AppError(
        'conflict',
        `${open - withFileLabel} of the ${open} open examples came without a label.`,
        'Label this batch by hand.',
      );
    }
    return answerOpenFromFiles(tx, { ...input, userId, at: await nextTime(tx, input.batchId) });
  });
  return { labeled: result };
}

/** Now, but later than every answer before it: the newest answer to an example, or of a person, is never a tie. */
async function nextTime(tx: DatabaseClient, batchId: string): Promise<Date> {
  const newest = await findNewestTime(tx, batchId);
  return new Date(Math.max(Date.now(), (newest?.getTime() ?? 0) + 1));
}

/** One change of one batch at a time, and the batch as it is after it. */
async function inBatch<Result>(
  container: Container,
  input: { projectId: string; batchId: string },
  change: (tx: DatabaseClient) => Promise<Result>,
): Promise<{ result: Result; batch: BatchView }> {
  return container.db.$transaction(async (tx) => {
    if (!(await lockBatch(tx, input.projectId, input.batchId))) {
      throw new AppError('not-found', 'There is no such batch in this project.');
    }
    const openBefore = await findOpenBatches(tx, [input.batchId]);
    const result = await change(tx);
    await announceCompleted(container, tx, { projectId: input.projectId, openBefore });
    return { result, batch: await viewBatch(tx, input) };
  }, TRANSACTION);
}

async function checkAnswer(tx: DatabaseClient, { projectId, batchId, row, label }: Answer): Promise<void> {
  const rules = await findItemRules(tx, { projectId, batchId, row });
  if (!rules) throw new AppError('not-found', `Example ${row} is not in this batch.`);
  if (rules.split === 'test') {
    throw new AppError(
      'conflict',
      `Example ${row} is in the split “test”, which only measures.`,
      'Leave it as it is.',
    );
  }
  if (label !== null && label >= rules.classes) {
    throw new AppError(
      'bad-input',
      `There is no class number ${label}; this project has ${rules.classes} classes.`,
      'Reload the page to see the classes of this project.',
    );
  }
}
