import type {
  Answer,
  AnswerKind,
  Answers,
  BatchView,
  HandedOutItem,
  StoredAnswer,
} from '@/lib/contracts/labeling';
import { BAD_REASONS, SKIP_REASONS } from '@/lib/contracts/labeling';
import { AppError } from '@/lib/errors';
import { processMetrics } from '../operations/metrics/metrics';
import type { Container } from '../container';
import type { DatabaseClient } from '../db/client';
import type { ItemRules, Vote } from './answers.repository';
import {
  answerOpenFromFiles,
  appendAnnotation,
  countOpen,
  findItemRules,
  findNewestTime,
  findVote,
  lockBatch,
  undoNewest,
} from './answers.repository';
import { announceCompleted } from './batch-completion.service';
import { findOpenBatches } from './batches.repository';
import { viewBatch } from './batches.service';
import { viewHandedOut } from './hand-out.service';
import { refreshItemStates } from './item-states.repository';
import { addLeases, spendLeases } from './leases.repository';

/** Annotators wait for each other's answer to the same batch: milliseconds each, seconds when many come at once. */
const TRANSACTION = { maxWait: 10_000, timeout: 30_000 };

/**
 * Stores one answer before it returns. The same answer sent twice is one annotation; another answer to the same example
 * is a new annotation, and the newest of each person counts.
 *
 * @throws AppError `not-found` where the batch has no such example, `bad-input` for a label that is no class, `conflict`
 * where somebody else has answered the example or holds it
 */
export async function answer(container: Container, userId: string, given: Answer): Promise<StoredAnswer> {
  const { projectId, batchId } = given;
  const acknowledged = await container.db.$transaction(async (tx) => {
    await holdBatch(tx, given);
    const stored = await store(tx, userId, given);
    if (stored.was === 'open' && stored.is !== 'open') {
      await announceCompleted(container, tx, { projectId, openBefore: [batchId] });
    }
    return stored;
  }, TRANSACTION);
  processMetrics().answers.inc();
  return acknowledged;
}

/**
 * Many answers to one batch: all are stored, or none. Where `skipTaken` says so, those are left out that somebody else has
 * answered or holds; `taken` names them.
 *
 * @throws AppError like answer, for the first that is wrong
 */
export async function answerAll(
  container: Container,
  userId: string,
  { projectId, batchId, answers, skipTaken }: Answers,
): Promise<{ batch: BatchView; taken: readonly number[] }> {
  const { batch, result } = await inBatch(container, { projectId, batchId }, async (tx) => {
    const taken: number[] = [];
    const stored: { batchId: string; row: number }[] = [];
    let createdAt = await nextTime(tx, batchId);
    let leaseSeconds = 0;
    for (const given of answers) {
      try {
        const { rules, isNew } = await append(tx, userId, { projectId, batchId, ...given }, createdAt);
        if (isNew) stored.push({ batchId, row: given.row });
        leaseSeconds = rules.leaseSeconds;
        createdAt = new Date(createdAt.getTime() + 1);
      } catch (error) {
        if (!skipTaken || !(error instanceof TakenError)) throw error;
        taken.push(given.row);
      }
    }
    await refreshItemStates(tx, projectId, stored);
    await spendLeases(tx, { batchId, userId, rows: stored.map(({ row }) => row), seconds: leaseSeconds });
    return taken;
  });
  processMetrics().answers.inc(answers.length - result.length);
  return { batch, taken: result };
}

/** Nothing was written yet when this is thrown. */
class TakenError extends AppError {}

async function store(tx: DatabaseClient, userId: string, given: Answer): Promise<StoredAnswer> {
  const { projectId, batchId, row } = given;
  const { rules, isNew } = await append(tx, userId, given, await nextTime(tx, batchId));
  if (!isNew) return { was: rules.state, is: rules.state };
  const [refreshed] = await refreshItemStates(tx, projectId, [{ batchId, row }]);
  await spendLeases(tx, { batchId, userId, rows: [row], seconds: rules.leaseSeconds });
  return { was: rules.state, is: refreshed?.state ?? rules.state };
}

/** Writes the answer where it may be and is not there yet; the state of its item and its lease are the caller's. */
async function append(
  tx: DatabaseClient,
  userId: string,
  given: Answer,
  createdAt: Date,
): Promise<{ rules: ItemRules; isNew: boolean }> {
  const { projectId, batchId, row, seconds, guessShown } = given;
  const item = { projectId, batchId, row, userId };
  const rules = await findItemRules(tx, item);
  if (!rules) throw new AppError('not-found', `Example ${row} is not in this batch.`);
  const vote = checkedVote(rules, given);
  const before = await findVote(tx, item);
  if (before && isSame(before, vote)) return { rules, isNew: false };
  if (!before) requireRoom(rules, row);
  await appendAnnotation(tx, { ...item, ...vote, seconds, guessShown, createdAt });
  return { rules, isNew: true };
}

/** What is skipped may be answered by anybody; else there is room for as many people as the item needs. */
function requireRoom({ state, needed, otherAnswers, otherLeases, leased }: ItemRules, row: number): void {
  if (leased) return;
  if (state === 'skipped' ? otherLeases === 0 : state === 'open' && otherAnswers + otherLeases < needed)
    return;
  throw new TakenError(
    'conflict',
    state === 'open' || state === 'skipped'
      ? `Somebody else is looking at example ${row} now.`
      : `Example ${row} was answered by somebody else.`,
    'Go on with the next one.',
  );
}

const isSame = (a: Vote, b: Vote): boolean =>
  a.kind === b.kind &&
  a.label === b.label &&
  a.unsure === b.unsure &&
  a.reason === b.reason &&
  a.comment === b.comment;

/**
 * Takes back this person's newest answers in this batch, up to `count`, newest first. Each example shows the answer before
 * it, and is open where there was none. Null where this person has nothing to take back.
 */
export async function undo(
  container: Container,
  userId: string,
  input: { projectId: string; batchId: string; count: number },
): Promise<{ row: number; items: readonly HandedOutItem[]; batch: BatchView } | null> {
  const { projectId, batchId, count } = input;
  const { result: rows, batch } = await inBatch(container, input, async (tx) => {
    const undone: number[] = [];
    while (undone.length < count) {
      const row = await undoNewest(tx, { batchId, userId, at: new Date() });
      if (row === null) break;
      undone.push(row);
      await refreshItemStates(tx, projectId, [{ batchId, row }]);
      const rules = await findItemRules(tx, { projectId, batchId, row, userId });
      if (rules?.state === 'open' && rules.otherAnswers + rules.otherLeases < rules.needed) {
        await addLeases(tx, { batchId, userId, rows: [row], seconds: rules.leaseSeconds });
      }
    }
    return [...new Set(undone)];
  });
  const [row] = rows;
  if (row === undefined) return null;
  return { row, items: await viewHandedOut(container, input, rows), batch };
}

/**
 * Answers all open examples of a batch with the labels that came with their files: for trying the live rounds out on
 * data whose labels are known.
 *
 * @throws AppError `conflict` where an open example has no label from file, or is a test example
 */
export async function fillFromFiles(
  container: Container,
  userId: string,
  input: { projectId: string; batchId: string },
): Promise<{ labeled: number }> {
  const { result } = await inBatch(container, input, async (tx) => {
    const { open, withFileLabel, ofTest } = await countOpen(tx, input.projectId, input.batchId);
    if (ofTest > 0) {
      throw new AppError(
        'conflict',
        `${ofTest} of the ${open} open examples are in the split “test”, which only measures.`,
        'Leave them as they are.',
      );
    }
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

async function holdBatch(tx: DatabaseClient, input: { projectId: string; batchId: string }): Promise<void> {
  const batch = await lockBatch(tx, input.projectId, input.batchId);
  if (!batch) throw new AppError('not-found', 'There is no such batch in this project.');
  if (batch.abandoned) {
    throw new AppError(
      'conflict',
      'This batch was abandoned: it takes no more answers.',
      'Go back to the list of batches and choose another one.',
    );
  }
}

/** One change of one batch at a time, and the batch as it is after it. */
async function inBatch<Result>(
  container: Container,
  input: { projectId: string; batchId: string },
  change: (tx: DatabaseClient) => Promise<Result>,
): Promise<{ result: Result; batch: BatchView }> {
  return container.db.$transaction(async (tx) => {
    await holdBatch(tx, input);
    const openBefore = await findOpenBatches(tx, [input.batchId]);
    const result = await change(tx);
    await announceCompleted(container, tx, { projectId: input.projectId, openBefore });
    return { result, batch: await viewBatch(tx, input) };
  }, TRANSACTION);
}

/** @throws AppError for what cannot be answered, or not so */
function checkedVote(rules: ItemRules, given: Answer): Vote {
  const { row, label, unsure, reason, comment } = given;
  if (rules.split === 'test') {
    throw new AppError(
      'conflict',
      `Example ${row} is in the split “test”, which only measures.`,
      'Leave it as it is.',
    );
  }
  const kind = given.kind ?? (label === null ? 'skip' : 'label');
  if ((kind === 'label') !== (label !== null)) {
    throw new AppError(
      'bad-input',
      `Example ${row}: an answer of the kind “${kind}” ${label === null ? 'needs a' : 'has no'} label.`,
    );
  }
  if (label !== null && label >= rules.classes) {
    throw new AppError(
      'bad-input',
      `There is no class number ${label}; this project has ${rules.classes} classes.`,
      'Reload the page to see the classes of this project.',
    );
  }
  const reasons = REASONS[kind];
  if (reason !== null && !reasons.includes(reason)) {
    throw new AppError(
      'bad-input',
      `“${reason}” is no reason for an answer of the kind “${kind}”.`,
      reasons.length > 0 ? `One of ${reasons.join(', ')}.` : 'Leave it out.',
    );
  }
  return { kind, label, unsure: kind === 'label' && unsure, reason, comment };
}

const REASONS: Readonly<Record<AnswerKind, readonly string[]>> = {
  label: [],
  skip: SKIP_REASONS,
  bad: BAD_REASONS,
};
