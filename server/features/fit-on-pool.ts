import { SPLITS } from '@/lib/contracts/project';
import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import { splitColumn } from '../datasets/example-columns.service';
import { encodeNpy } from '../datasets/formats/npy-encode';
import type { JobContext } from '../jobs/job';
import { shareOut } from '../jobs/parts/share-out';
import { putChecked } from '../storage/checked-blob';
import { cutShards } from '../storage/cut-shards';
import { sha256Of } from '../storage/hashed-key';
import { fitContentsPart } from './content-parts';
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
  readonly extractor: string;
}

/**
 * Learns from the pool rows of the source (of all rows where the pool is empty), and writes the source with what was learnt
 * done to every row. Test and seed must not leak into what they measure and train.
 */
export async function fitOnPool(container: Container, task: PoolFit, context: JobContext): Promise<void> {
  const { matrices, blobs } = container;
  const { source, extractor, matrixBlob: prefix } = task;
  const manifest = await matrices.manifest(source);
  const { values, shape } = (await learn(container, task, manifest.columns, context)).parameters;
  const bytes = encodeNpy(values, shape);
  const parametersBlob = `${task.folder}/${task.learning.fileName}`;
  await putChecked(blobs, parametersBlob, bytes);
  const parametersHash = sha256Of(bytes);
  const cut = cutShards(manifest);
  const shards = await shareOut(container, context, fitContentsPart, {
    stage: 'fit',
    payloads: cut.map((part, number) => ({
      ...{ extractor, parametersBlob, parametersHash, source, prefix, number },
      shards: part,
    })),
    onProgress: (done) => {
      const rows = cut.reduce((sum, part, number) => sum + (done.has(number) ? part.rows : 0), 0);
      context.progress({ done: rows, total: task.rows, unit: 'rows', message: 'Fitting to the pool' });
    },
  });
  await matrices.writer(prefix, manifest.columns, shards).finish();
}

async function learn(
  container: Container,
  { projectId, source, learning }: PoolFit,
  columns: number,
  context: JobContext,
): Promise<FittedRows> {
  const splits = await splitColumn(container, projectId);
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
