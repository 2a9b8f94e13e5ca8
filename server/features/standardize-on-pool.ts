import { SPLITS } from '@/lib/contracts/project';
import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import { exampleColumns } from '../datasets/example-columns.service';
import { encodeNpy } from '../datasets/formats/npy-encode';
import type { JobContext } from '../jobs/job';
import type { ColumnMoments } from './column-moments';
import { ColumnMomentsCollector, standardize } from './column-moments';

const POOL = SPLITS.indexOf('pool');

interface Standardization {
  readonly projectId: string;
  readonly rows: number;
  readonly folder: string;
  readonly matrixBlob: string;
  /** the matrix as it was read */
  readonly source: string;
}

/**
 * Writes the source standardized by the moments of its pool rows (of all rows where the pool is empty): test and seed must
 * not leak into what they measure and train. The moments are kept, as a 2 × columns float64 `.npy` of mean and deviation,
 * so that the same can be done to new examples.
 */
export async function standardizeOnPool(
  container: Container,
  task: Standardization,
  context: JobContext,
): Promise<void> {
  const { matrices, blobs } = container;
  const { columns } = await matrices.manifest(task.source);
  const moments = await measure(container, task, columns, context);
  const both = Float64Array.from([...moments.mean, ...moments.deviation]);
  await blobs.put(`${task.folder}/standardization.npy`, encodeNpy(both, [2, columns]));
  const writer = matrices.writer(task.matrixBlob, columns);
  let done = 0;
  for await (const shard of matrices.shards(task.source)) {
    stopIfAborted(context.signal);
    await writer.append(standardize(shard, moments));
    done += shard.rows;
    context.progress({ done, total: task.rows, unit: 'rows', message: 'Standardizing' });
  }
  await writer.finish();
}

async function measure(
  container: Container,
  { projectId, source }: Standardization,
  columns: number,
  context: JobContext,
): Promise<ColumnMoments> {
  const { splits } = await exampleColumns(container, projectId);
  const everything = !splits.includes(POOL);
  const collector = new ColumnMomentsCollector(columns);
  let firstRow = 0;
  for await (const shard of container.matrices.shards(source)) {
    stopIfAborted(context.signal);
    for (let row = 0; row < shard.rows; row++) {
      if (everything || splits[firstRow + row] === POOL) collector.add(shard, row);
    }
    firstRow += shard.rows;
  }
  return collector.finish();
}

function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new AppError('cancelled', 'The extraction was stopped.');
}
