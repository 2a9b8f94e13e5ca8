import { createHash } from 'node:crypto';
import { AppError, toAppError } from '@/lib/errors';
import type { Candidate, CandidateSource, IngestItem } from '../datasets/ingest/candidate';
import { reject } from '../datasets/ingest/candidate';
import { examineText } from '../datasets/ingest/examine-text';
import { mapOrdered } from '../datasets/ingest/map-ordered';
import { examineImage } from '../images/examine-image';
import { IMAGES_AT_ONCE, MAX_IMAGE_BYTES } from '../images/image-limits';
import type { AnnotationPlatform, PlatformTask, ProjectTarget } from './annotation-platform';

/** So many tasks are looked up in one query. */
const LOOKUP = 100;

interface TaskReading {
  readonly platform: AnnotationPlatform;
  readonly of: ProjectTarget;
  /** tasks that are still to come */
  readonly remaining: number;
  /** which of these tasks are examples already */
  readonly known: (taskIds: readonly string[]) => Promise<ReadonlySet<string>>;
  readonly keyOf: (taskId: string) => string;
  readonly place: (task: PlatformTask) => Pick<Candidate, 'label' | 'splitName'>;
}

/** Tasks of a platform as candidates, those left out that are examples already. The cursor is the task's id. */
export async function taskCandidates(reading: TaskReading): Promise<CandidateSource> {
  const { platform, of } = reading;
  const { modality } = of.target;
  const unit = modality === 'image' ? 'images' : modality === 'text' ? 'texts' : 'rows';
  const columns = modality === 'features' ? await countColumns(platform, of) : null;
  let total = reading.remaining;
  return {
    unit,
    columns,
    total: () => total,
    items(position, cursor) {
      total = position + reading.remaining;
      return mapOrdered(unknownTasks(reading, cursor), IMAGES_AT_ONCE, (task) =>
        itemOf({ ...reading, columns }, task),
      );
    },
  };
}

async function* unknownTasks(
  { platform, of, known }: TaskReading,
  cursor: string | null,
): AsyncGenerator<PlatformTask> {
  let waiting: PlatformTask[] = [];
  const unknown = async () => {
    const taken = await known(waiting.map(({ id }) => id));
    const left = waiting.filter(({ id }) => !taken.has(id));
    waiting = [];
    return left;
  };
  for await (const task of platform.tasksAfter(of, cursor)) {
    waiting.push(task);
    if (waiting.length === LOOKUP) yield* await unknown();
  }
  yield* await unknown();
}

interface Reading extends TaskReading {
  /** of feature rows */
  readonly columns: number | null;
}

async function itemOf(reading: Reading, task: PlatformTask): Promise<IngestItem> {
  return { ...(await readContent(reading, task)), cursor: task.id };
}

async function readContent(reading: Reading, task: PlatformTask): Promise<IngestItem> {
  const { dataKey, modality } = reading.of.target;
  const key = reading.keyOf(task.id);
  const found =
    modality === 'image'
      ? await imageOf(reading, task)
      : modality === 'text'
        ? textOf(task)
        : rowOf(reading, task);
  if (!found) return reject(key, 'no-data', `Its “${dataKey}” holds nothing of the kind “${modality}”.`);
  if ('problem' in found) return reject(key, found.problem.code, found.problem.reason);
  return { candidate: { key, ...reading.place(task), ...found } };
}

type Content = Pick<Candidate, 'content' | 'contentHash'>;
type Found = Content | { readonly problem: { readonly code: string; readonly reason: string } } | null;

async function imageOf({ platform }: TaskReading, task: PlatformTask): Promise<Found> {
  try {
    const original = await platform.media(task, MAX_IMAGE_BYTES);
    // The last part of an address says nothing about what it holds.
    const facts = await examineImage(original, '');
    if ('problem' in facts) return facts;
    const { width, height, thumbnail } = facts;
    return {
      contentHash: createHash('sha256').update(original).digest('hex'),
      content: { kind: 'image', original, thumbnail, width, height },
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // Where the platform itself does not answer any more, it is not the task's fault.
    await platform.check();
    return { problem: { code: 'no-file', reason: toAppError(error).message } };
  }
}

function textOf({ value }: PlatformTask): Found {
  return typeof value === 'string' ? examineText(Buffer.from(value), 'utf-8') : null;
}

function rowOf({ columns }: Reading, { value }: PlatformTask): Found {
  if (!isRow(value)) return null;
  if (value.length !== columns) {
    const reason = `It has ${value.length} numbers; the others have ${columns}.`;
    return { problem: { code: 'wrong-length', reason } };
  }
  const values = Float32Array.from(value);
  const contentHash = createHash('sha256').update(new Uint8Array(values.buffer)).digest('hex');
  return { contentHash, content: { kind: 'row', values } };
}

function isRow(value: unknown): value is number[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => Number.isFinite(item));
}

async function countColumns(platform: AnnotationPlatform, of: ProjectTarget): Promise<number> {
  for await (const { value } of platform.tasksAfter(of, null)) if (isRow(value)) return value.length;
  throw new AppError(
    'bad-input',
    `No task holds a list of numbers in “${of.target.dataKey}”.`,
    'Give each task its features as a list of numbers.',
  );
}
