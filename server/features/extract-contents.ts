import type { Container } from '../container';
import type { JobContext } from '../jobs/job';
import { shareOut } from '../jobs/parts/share-out';
import { readContentsPart } from './content-parts';
import type { ContentReading } from './content-extractor';
import type { ExtractionTask } from './extractor';
import { rawRows } from './feature-files';
import { fitOnPool } from './fit-on-pool';
import { closeIdleReader, withReader } from './reader-pool';

/** float32 values of a part at most */
const PART_VALUES = 2 ** 20;
const PART_ROWS = 1024;
/** of a network, which takes its time for each */
const PART_ROWS_OF_MODEL = 256;

/** An extractor that reads contents, by name. */
export interface NamedReading<Configuration> {
  readonly name: string;
  readonly runsModel?: boolean;
  readonly contents: ContentReading<Configuration>;
}

/**
 * Reads every example's content into a row, wherever there are workers for it; then, where the extractor learns from the
 * pool, goes over the rows again. A restart goes on with the parts that are done.
 */
export async function extractContents<Configuration>(
  container: Container,
  task: ExtractionTask<Configuration>,
  context: JobContext,
  extractor: NamedReading<Configuration>,
): Promise<void> {
  const { learning } = extractor.contents;
  const raw = learning ? rawRows(task.folder) : task.matrixBlob;
  try {
    await readRows(container, task, raw, extractor, context);
  } finally {
    await closeIdleReader();
  }
  if (!learning) return;
  await fitOnPool(container, { ...task, extractor: extractor.name, source: raw, learning }, context);
}

async function readRows<Configuration>(
  container: Container,
  { projectId, rows, configuration }: ExtractionTask<Configuration>,
  prefix: string,
  extractor: NamedReading<Configuration>,
  context: JobContext,
): Promise<void> {
  const columns = await withReader(extractor, configuration, container.env, (reader) =>
    Promise.resolve(reader.columns),
  );
  const most = extractor.runsModel ? PART_ROWS_OF_MODEL : PART_ROWS;
  const step = Math.max(1, Math.min(most, Math.floor(PART_VALUES / columns)));
  const payloads = Array.from({ length: Math.ceil(rows / step) }, (_, number) => ({
    ...{ projectId, extractor: extractor.name, configuration, number, prefix },
    ...{ from: number * step, to: Math.min((number + 1) * step, rows) },
  }));
  const shards = await shareOut(container, context, readContentsPart, {
    stage: 'read',
    payloads,
    onProgress: (done) => {
      const read = payloads.reduce(
        (sum, { from, to, number }) => sum + (done.has(number) ? to - from : 0),
        0,
      );
      context.progress({ done: read, total: rows, unit: 'examples', message: 'Reading examples' });
    },
  });
  await container.matrices.writer(prefix, columns, shards).finish();
}
