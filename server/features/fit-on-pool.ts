import { SPLITS } from '@/lib/contracts/project';
import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import { exampleColumns } from '../datasets/example-columns.service';
import { encodeNpy } from '../datasets/formats/npy-encode';
import type { JobContext } from '../jobs/job';
import { putChecked } from '../storage/checked-blob';
import type { FittedRows, PoolLearning } from './content-extractor';

const POOL = SPLITS.indexOf('pool');

interface PoolFit {
  readonly projectId: string;
  readonly rows: number;
  readonly folder: string;
  readonly matrixBlob: string;
  /** the matrix as it was read */
  readonly source: string;
  readonly learning: PoolLearning;
}

/**
 * Learns from the pool rows of the source (of all rows where the pool is empty), and writes the source with what was learnt
 * done to every row. Test and seed must not leak into what they measure and train.
 */
export async function fitOnPool(container: Container, task: PoolFit, context: JobContext): Promise<void> {
  const { matrices, blobs } = container;
  const { columns } = await matrices.manifest(task.source);
  const fitted = await learn(container, task, columns, context);
  const { values, shape } = fitted.parameters;
  await putChecked(blobs, `${task.folder}/${task.learning.fileName}`, encodeNpy(values, shape));
  const writer = matrices.writer(task.matrixBlob, columns);
  let done = 0;
  for await (const shard of matrices.shards(task.source)) {
    stopIfAborted(context.signal);
    await writer.append(fitted.apply(shard));
    done += shard.rows;
    context.progress({ done, total: task.rows, unit: 'rows', message: 'Fitting to the pool' });
  }
  await writer.finish();
}

async function learn(
  container: Container,
  { projectId, source, learning }: PoolFit,
  columns: number,
  context: JobContext,
): Promise<FittedRows> {
  const { splits } = await exampleColumns(container, projectId);
  const everything = !splits.includes(POOL);
  const fit = learning.start(columns);
  let firstRow = 0;
  for await (const shard of container.matrices.shards(source)) {
    stopIfAborted(context.signal);
    for (let row = 0; row < shard.rows; row++) {
      if (everything || splits[firstRow + row] === POOL) fit.add(shard, row);
    }
    firstRow += shard.rows;
  }
  return fit.finish();
}

function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new AppError('cancelled', 'The extraction was stopped.');
}
