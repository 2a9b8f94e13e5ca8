import { AppError, toAppError } from '@/lib/errors';
import { mapOrdered } from '../../datasets/ingest/map-ordered';
import type { NamedContent } from '../../features/content-extractor';
import { MAX_IMAGE_BYTES } from '../../images/image-limits';
import type { OpenConnection } from '../open-connection.service';
import type { AskedTask } from './protocol';

const AT_ONCE = 4;

/**
 * What tasks show, or why that cannot be had. Images are fetched from the connected platform and nowhere else: whoever may
 * write tasks there must not choose what this server calls.
 */
export async function taskContents(
  open: OpenConnection,
  tasks: readonly AskedTask[],
): Promise<(NamedContent | AppError)[]> {
  const contents: (NamedContent | AppError)[] = [];
  const read = (task: AskedTask) => taskContent(open, task).catch(toAppError);
  for await (const content of mapOrdered(tasks, AT_ONCE, read)) contents.push(content);
  return contents;
}

async function taskContent(
  { connection, platform, of }: OpenConnection,
  { id, data }: AskedTask,
): Promise<NamedContent> {
  const { dataKey, modality } = of.target;
  const value = data[dataKey];
  const key = `task ${id}`;
  if (typeof value !== 'string' || value === '') {
    throw new AppError('bad-input', `The task has no “${dataKey}”.`, 'Import it with its data.');
  }
  if (modality === 'text') return { key, bytes: Buffer.from(value) };
  if (modality !== 'image') {
    throw new AppError('bad-input', 'Only images and texts are read off a task.', 'Bring the task in first.');
  }
  if (/^https?:/i.test(value) && new URL(value).origin !== new URL(connection.baseUrl).origin) {
    throw new AppError(
      'forbidden',
      `The image lies on ${new URL(value).host}; only the connected platform is asked for images of new tasks.`,
      'Bring the task in first: Platform → Pull.',
    );
  }
  const bytes = await platform.media({ id, value, origin: null, annotations: [] }, MAX_IMAGE_BYTES);
  return { key, bytes };
}
