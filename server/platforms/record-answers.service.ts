import { classByChoiceSchema } from '@/lib/contracts/platform';
import { AppError } from '@/lib/errors';
import { announceCompleted } from '../annotations/batch-completion.service';
import { createBatch, findOpenBatches } from '../annotations/batches.repository';
import { refreshItemStates } from '../annotations/item-states.repository';
import type { OutsideAnswer } from '../annotations/outside-answers.repository';
import {
  appendBatchItems,
  changeAnswers,
  findBatchesOfRows,
  listOutsideAnswers,
} from '../annotations/outside-answers.repository';
import { lockHandouts } from '../annotations/unlabeled.repository';
import type { Container } from '../container';
import type { DatabaseClient } from '../db/client';
import type { PlatformTask } from './annotation-platform';
import type { OpenConnection } from './open-connection.service';
import { findConnectionById, findProjectFacts, updateConnection } from './platforms.repository';
import { findTaskExamples } from './tasks.repository';

const TRANSACTION = { maxWait: 30_000, timeout: 60_000 };

interface WantedAnswer {
  readonly row: number;
  readonly externalId: string;
  readonly annotator: string;
  /** null: skipped, or answered with what is no class here */
  readonly label: number | null;
  readonly seconds: number | null;
  readonly at: Date;
}

/**
 * Makes the answers of Winnow those of these tasks, which must carry all of theirs: new ones are added, changed and deleted
 * ones taken back. Done twice it changes nothing. An answer goes to the newest batch that holds its example, else to a batch
 * of the connection's own. Tasks without an example and examples of the split test, which only measure, are left out.
 */
export async function recordAnswers(
  container: Container,
  { connection, adapter: { title } }: Pick<OpenConnection, 'connection' | 'adapter'>,
  tasks: readonly PlatformTask[],
): Promise<{ added: number; takenBack: number }> {
  return container.db.$transaction(async (tx) => {
    await lockHandouts(tx, connection.projectId);
    const examples = await findTaskExamples(
      tx,
      connection,
      tasks.map(({ id }) => id),
    );
    const open = tasks.flatMap((task) => {
      const example = examples.get(task.id);
      return example && example.split !== 'test' ? [{ task, row: example.row }] : [];
    });
    if (open.length === 0) return { added: 0, takenBack: 0 };
    const rows = [...new Set(open.map(({ row }) => row))];
    const wanted = await wantedAnswers(tx, connection, open);
    const ofTasks = new Set(tasks.map(({ id }) => `${connection.id}:${id}`));
    const prefix = `${connection.id}:`;
    const present = await listOutsideAnswers(tx, { projectId: connection.projectId, rows, prefix });
    const batches = await findBatchesOfRows(tx, connection.projectId, rows);
    const openBefore = await findOpenBatches(tx, [...new Set(batches.values())]);
    const changes = compare(
      wanted,
      // Another task may show the same example.
      present.filter(({ externalId }) => ofTasks.has(externalId.slice(0, externalId.lastIndexOf(':')))),
    );
    // Nobody asked for an answer to what lies in no batch, so that a skip of it says nothing.
    const added = changes.added.filter(({ row, label }) => label !== null || batches.has(row));
    const homeless = [...new Set(added.map(({ row }) => row))].filter((row) => !batches.has(row));
    if (homeless.length > 0) {
      const home = await homeBatch(tx, connection.id, `Labels from ${connection.externalTitle} (${title})`);
      await appendBatchItems(tx, home, homeless);
      for (const row of homeless) batches.set(row, home);
    }
    await changeAnswers(tx, {
      at: new Date(),
      undo: changes.takenBack.map(({ id }) => id),
      add: added.map(({ row, externalId, annotator, label, seconds, at }) => ({
        projectId: connection.projectId,
        row,
        batchId: batches.get(row) ?? '',
        userId: `${connection.platform}:${annotator}`,
        label,
        kind: label === null ? ('skip' as const) : ('label' as const),
        seconds,
        externalId,
        createdAt: at,
      })),
    });
    const touched = [
      ...added.map(({ row }) => ({ row, batchId: batches.get(row) ?? '' })),
      ...changes.takenBack.map(({ row, batchId }) => ({ row, batchId })),
    ];
    await refreshItemStates(tx, connection.projectId, touched);
    await announceCompleted(container, tx, { projectId: connection.projectId, openBefore });
    return { added: added.length, takenBack: changes.takenBack.length };
  }, TRANSACTION);
}

async function wantedAnswers(
  tx: DatabaseClient,
  connection: OpenConnection['connection'],
  tasks: readonly { task: PlatformTask; row: number }[],
): Promise<WantedAnswer[]> {
  const { classes } = await findProjectFacts(tx, connection.projectId);
  const classByChoice = confirmedClasses(connection);
  const labelOf = (choice: string | null) => {
    const name = choice === null ? null : (classByChoice[choice] ?? null);
    const label = name === null ? -1 : classes.indexOf(name);
    return label < 0 ? null : label;
  };
  return tasks.flatMap(({ task, row }) => {
    const answers = task.annotations.map((annotation) => ({
      row,
      externalId: `${connection.id}:${task.id}:${annotation.id}`,
      annotator: annotation.annotator,
      label: annotation.skipped ? null : labelOf(annotation.choice),
      seconds: annotation.seconds,
      at: annotation.updatedAt,
    }));
    // One who skips does not outvote one who answers.
    const labeled = answers.filter(({ label }) => label !== null);
    return labeled.length > 0 ? labeled : answers;
  });
}

function compare(wanted: readonly WantedAnswer[], present: readonly OutsideAnswer[]) {
  const keyOf = ({ row, externalId, label }: WantedAnswer | OutsideAnswer) =>
    JSON.stringify([row, externalId, label]);
  const wantedKeys = new Set(wanted.map(keyOf));
  const presentKeys = new Set(present.map(keyOf));
  return {
    added: wanted.filter((answer) => !presentKeys.has(keyOf(answer))),
    takenBack: present.filter((answer) => !wantedKeys.has(keyOf(answer))),
  };
}

/** @throws AppError `conflict` before somebody has said which choice is which class */
export function confirmedClasses({ classes }: OpenConnection['connection']): Record<string, string | null> {
  if (classes !== null) return classByChoiceSchema.parse(classes);
  throw new AppError(
    'conflict',
    'Nobody has said yet which choice is which class.',
    'Confirm the classes on the page Platform.',
  );
}

async function homeBatch(tx: DatabaseClient, connectionId: string, name: string): Promise<string> {
  const connection = await findConnectionById(tx, connectionId);
  if (!connection) throw new AppError('cancelled', 'The connection is not there any more.');
  if (connection.labelBatchId) return connection.labelBatchId;
  const { projectId } = connection;
  const { id } = await createBatch(tx, { projectId, kind: 'seed', name, rows: [], seed: 0 });
  await updateConnection(tx, connectionId, { labelBatchId: id });
  return id;
}
