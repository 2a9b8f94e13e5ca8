import { z } from 'zod';
import { AppError } from '@/lib/errors';
import { createMatrix } from '@/lib/numeric/matrix';
import type { Container } from '../container';
import type { JobContext } from '../jobs/job';
import { ReferenceReader } from '../storage/blob-reference';
import type { MatrixShard } from '../storage/matrix-store';
import type { ContentReading, NamedContent, RowReader } from './content-extractor';
import type { ExtractionTask } from './extractor';
import { listOriginals } from './features.repository';
import { fitOnPool } from './fit-on-pool';

const checkpointSchema = z.object({
  shards: z.array(z.object({ key: z.string(), rows: z.number(), sha256: z.string() })),
});

/** float32 values between two checkpoints */
const SHARD_VALUES = 2 ** 20;
const MAX_SHARD_ROWS = 1024;

/**
 * Reads every example's content into a row, shard by shard with a checkpoint each; then, where the extractor learns from
 * the pool, goes over the rows again. A restart goes on after the last shard.
 */
export async function extractContents<Configuration>(
  container: Container,
  task: ExtractionTask<Configuration>,
  context: JobContext,
  reading: ContentReading<Configuration>,
): Promise<void> {
  const { learning } = reading;
  const raw = learning ? `${task.folder}/raw` : task.matrixBlob;
  const reader = await reading.open(task.configuration, container.env);
  try {
    await writeRows(container, task, raw, reader, context);
  } finally {
    await reader.close();
  }
  if (!learning) return;
  await fitOnPool(container, { ...task, source: raw, learning }, context);
  await container.blobs.removeAll(raw);
}

async function writeRows(
  container: Container,
  { projectId, rows }: ExtractionTask<unknown>,
  prefix: string,
  reader: RowReader,
  context: JobContext,
): Promise<void> {
  const { columns } = reader;
  const step = Math.max(1, Math.min(MAX_SHARD_ROWS, Math.floor(SHARD_VALUES / columns)));
  let shards = readCheckpoint(context.checkpoint);
  const writer = container.matrices.writer(prefix, columns, shards);
  const blobs = new ReferenceReader(container.blobs);
  let done = shards.reduce((sum, shard) => sum + shard.rows, 0);
  const report = (read: number) =>
    context.progress({ done: read, total: rows, unit: 'examples', message: 'Reading examples' });
  report(done);
  while (done < rows) {
    const originals = await listOriginals(container.db, projectId, {
      from: done,
      to: Math.min(done + step, rows),
    });
    const data = new Float32Array(originals.length * columns);
    for (let from = 0; from < originals.length; from += reader.batch) {
      if (context.signal.aborted) throw new AppError('cancelled', 'The extraction was stopped.');
      const contents: NamedContent[] = [];
      for (const { key, originalBlob } of originals.slice(from, from + reader.batch)) {
        if (originalBlob === null) throw new AppError('internal', `The example “${key}” has no content.`);
        contents.push({ key, bytes: await blobs.read(originalBlob) });
      }
      data.set(await reader.rows(contents), from * columns);
      report(done + from + contents.length);
    }
    await writer.append(createMatrix(data, originals.length, columns));
    shards = await writer.flush();
    await context.saveCheckpoint({ shards });
    done += originals.length;
  }
  await writer.finish();
}

function readCheckpoint(checkpoint: unknown): readonly MatrixShard[] {
  return checkpoint === null ? [] : checkpointSchema.parse(checkpoint).shards;
}
