import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import { contentTypeOf } from '../images/image-type';
import type { JobContext } from '../jobs/job';
import { ReferenceReader } from '../storage/blob-reference';
import type { OpenConnection } from './open-connection.service';
import { countTasks } from './platforms.repository';
import type { PlatformPush, PushItem } from './pushes.repository';
import { findTasksOfKeys, linkTasks, unlinkTasks } from './tasks.repository';

/** Texts that are imported with one request. */
const TEXTS_AT_ONCE = 100;
const LOOKUP = 1000;

interface Batch {
  readonly container: Container;
  readonly open: OpenConnection;
  readonly push: Pick<PlatformPush, 'id'>;
  readonly context: JobContext;
}

/**
 * The task of each example of a batch, made where there is none. Killed at any moment and started again it makes none
 * twice: each task that Winnow makes says of what it was made, so that one whose making was not noted is found again.
 */
export async function ensureTasks(batch: Batch, items: readonly PushItem[]): Promise<Map<string, string>> {
  const { container, open } = batch;
  const taskOfKey = await livingTasks(batch, items);
  let unknown = await countUnknown(batch);
  if (taskOfKey.size < items.length && unknown > 0) {
    await adoptOwnTasks(batch);
    for (const [key, taskId] of await livingTasks(batch, items)) taskOfKey.set(key, taskId);
    unknown = await countUnknown(batch);
  }
  const missing = items.filter(({ key }) => !taskOfKey.has(key));
  if (missing.length === 0) return taskOfKey;
  await importMissing(batch, missing, taskOfKey);
  // A request of a worker that was killed may have arrived late.
  if ((await countUnknown(batch)) > unknown) await adoptOwnTasks(batch);
  container.log.info(
    { push: batch.push.id, project: open.of.project, tasks: missing.length },
    'tasks imported',
  );
  return taskOfKey;
}

/** Tasks there that no example is linked with. */
async function countUnknown({ container, open: { connection, platform, of } }: Batch): Promise<number> {
  const { tasks } = await platform.describeProject(of.project);
  return tasks - (await countTasks(container.db, connection.id));
}

/** Those that are noted and still exist; the note of others is dropped. */
async function livingTasks(batch: Batch, items: readonly PushItem[]): Promise<Map<string, string>> {
  const { container, open, context } = batch;
  const living = new Map<string, string>();
  for (let start = 0; start < items.length; start += LOOKUP) {
    stopIfAborted(context);
    const keys = items.slice(start, start + LOOKUP).map(({ key }) => key);
    const noted = await findTasksOfKeys(container.db, open.connection.id, keys);
    const ids = noted.map(({ taskId }) => taskId);
    const found = new Set((await open.platform.tasks(open.of, ids)).map(({ id }) => id));
    for (const { taskId, key } of noted) if (found.has(taskId)) living.set(key, living.get(key) ?? taskId);
    const gone = ids.filter((id) => !found.has(id));
    if (gone.length > 0) await unlinkTasks(container.db, open.connection.id, gone);
  }
  return living;
}

/** Notes tasks that Winnow made and did not note, and removes those that it made twice and nobody has answered. */
export async function adoptOwnTasks({ container, open, push, context }: Batch): Promise<void> {
  const { connection, platform, of } = open;
  for await (const task of platform.tasksAfter(of, null)) {
    stopIfAborted(context);
    if (!task.origin) continue;
    const { exampleKey: key, pushId } = task.origin;
    const noted = await findTasksOfKeys(container.db, connection.id, [key]);
    if (noted.some(({ taskId }) => taskId === task.id)) continue;
    if (noted.length === 0) {
      const ofThisPush = pushId === push.id ? { pushId } : {};
      await linkTasks(container.db, connection.id, [{ taskId: task.id, key, ...ofThisPush }]);
    } else if (pushId === push.id && task.annotations.length === 0) {
      await platform.removeTasks(of.project, [task.id]);
    }
  }
}

async function importMissing(
  { container, open, push, context }: Batch,
  missing: readonly PushItem[],
  taskOfKey: Map<string, string>,
): Promise<void> {
  const { connection, platform, of } = open;
  const { title } = open.adapter;
  const reader = new ReferenceReader(container.blobs);
  const { modality } = of.target;
  if (modality === 'features') {
    throw new AppError(
      'conflict',
      `${missing.length} examples of this batch are no tasks in ${title}, and feature rows cannot be shown there.`,
      'Import their tasks there, pull, and push again.',
    );
  }
  const atOnce = modality === 'text' ? TEXTS_AT_ONCE : 1;
  for (let start = 0; start < missing.length; start += atOnce) {
    stopIfAborted(context);
    const items = missing.slice(start, start + atOnce);
    const contents = await Promise.all(items.map((item) => contentOf(reader, item)));
    const origins = items.map(({ key }) => ({ exampleKey: key, pushId: push.id }));
    const ids =
      modality === 'text'
        ? await platform.importTexts(
            of,
            contents.map((bytes, index) => ({
              origin: at(origins, index),
              text: bytes.toString('utf8'),
            })),
          )
        : [
            await platform.importImage(of, {
              origin: at(origins, 0),
              ...imageFile(at(contents, 0), at(items, 0)),
            }),
          ];
    const links = items.map(({ key }, index) => ({ key, taskId: at(ids, index), pushId: push.id }));
    await container.db.$transaction(async (tx) => {
      // First, because it fails where another worker has taken over.
      await context.saveCheckpoint({ imported: start + items.length }, tx);
      await linkTasks(tx, connection.id, links);
    });
    for (const { key, taskId } of links) taskOfKey.set(key, taskId);
    context.progress({
      done: start + items.length,
      total: missing.length,
      unit: 'tasks',
      message: `Making tasks in ${title}`,
    });
  }
}

function imageFile(bytes: Buffer, { row }: PushItem): { bytes: Buffer; fileName: string } {
  const type = contentTypeOf(bytes).replace('image/', '');
  return { bytes, fileName: `example-${row}.${type}` };
}

async function contentOf(reader: ReferenceReader, { key, originalBlob }: PushItem): Promise<Buffer> {
  if (originalBlob) return reader.read(originalBlob);
  throw new AppError('internal', `The example “${key}” has no content.`);
}

/** @throws AppError `cancelled` once the work is to stop */
export function stopIfAborted({ signal }: JobContext): void {
  if (signal.aborted) throw new AppError('cancelled', 'The push was stopped.');
}

function at<Value>(values: readonly Value[], index: number): Value {
  return values[index] as Value;
}
