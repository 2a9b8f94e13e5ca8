import { z } from 'zod';
import { AppError } from '@/lib/errors';
import { createMatrix } from '@/lib/numeric/matrix';
import type { Container } from '../container';
import { definePart, type PartContext } from '../jobs/parts/part';
import { ReferenceReader } from '../storage/blob-reference';
import { getFloat64 } from '../storage/float64-blob';
import { matrixShardSchema, type MatrixShard } from '../storage/matrix-store';
import type { ContentReading, NamedContent } from './content-extractor';
import { extractorByName } from './extractors/registry';
import { listOriginals } from './features.repository';
import { closeIdleReader, withReader } from './reader-pool';

const readingSchema = z.object({
  projectId: z.string(),
  extractor: z.string(),
  configuration: z.unknown(),
  from: z.number(),
  to: z.number(),
  /** the shard that these rows become, and of which matrix */
  number: z.number(),
  prefix: z.string(),
});

const fittingSchema = z.object({
  extractor: z.string(),
  /** what was learnt from the pool; its hash, so that parts of other lessons are not mixed with these */
  parametersBlob: z.string(),
  parametersHash: z.string(),
  source: z.string(),
  shards: z.object({ first: z.number(), end: z.number(), rows: z.number() }),
  number: z.number(),
  prefix: z.string(),
});

/** Reads the contents of some examples into a shard. */
export const readContentsPart = definePart({
  kind: 'read-contents',
  payload: readingSchema,
  result: matrixShardSchema,
  dependsOnEngine: ({ extractor }) => extractorByName(extractor).runsModel ?? false,
  run: readContents,
  closeIdle: closeIdleReader,
});

/** Does to some rows what was learnt from the pool. */
export const fitContentsPart = definePart({
  kind: 'fit-contents',
  payload: fittingSchema,
  result: matrixShardSchema,
  dependsOnEngine: () => false,
  run: fitContents,
});

async function readContents(
  container: Container,
  payload: z.infer<typeof readingSchema>,
  { signal }: PartContext,
): Promise<MatrixShard> {
  const { projectId, from, to, prefix, number } = payload;
  const { configuration, ...extractor } = openExtractor(payload.extractor, payload.configuration);
  const originals = await listOriginals(container.db, projectId, { from, to });
  if (originals.length !== to - from)
    throw new AppError('not-found', 'Some of the examples are not there any more.');
  const blobs = new ReferenceReader(container.blobs);
  return withReader(extractor, configuration, container.env, async (reader) => {
    const { columns, batch } = reader;
    const data = new Float32Array(originals.length * columns);
    for (let first = 0; first < originals.length; first += batch) {
      if (signal.aborted) throw new AppError('cancelled', 'The extraction was stopped.');
      const contents: NamedContent[] = [];
      for (const { key, originalBlob } of originals.slice(first, first + batch)) {
        if (originalBlob === null) throw new AppError('internal', `The example “${key}” has no content.`);
        contents.push({ key, bytes: await blobs.read(originalBlob) });
      }
      data.set(await reader.rows(contents), first * columns);
    }
    return container.matrices.writeShard(prefix, number, createMatrix(data, originals.length, columns));
  });
}

async function fitContents(
  { blobs, matrices }: Container,
  payload: z.infer<typeof fittingSchema>,
  { signal }: PartContext,
): Promise<MatrixShard> {
  const { source, shards, prefix, number } = payload;
  const { learning } = contentsOf(payload.extractor);
  if (!learning) throw new AppError('internal', `The extractor ${payload.extractor} learns nothing.`);
  const fitted = learning.restore(await getFloat64(blobs, payload.parametersBlob));
  const { columns } = await matrices.manifest(source);
  const data = new Float32Array(shards.rows * columns);
  let rows = 0;
  for await (const shard of matrices.shards(source, shards)) {
    if (signal.aborted) throw new AppError('cancelled', 'The extraction was stopped.');
    data.set(fitted.apply(shard).data, rows * columns);
    rows += shard.rows;
  }
  return matrices.writeShard(prefix, number, createMatrix(data, rows, columns));
}

function openExtractor(name: string, configuration: unknown) {
  return {
    name,
    contents: contentsOf(name),
    configuration: extractorByName(name).configuration.parse(configuration),
  };
}

function contentsOf(name: string): ContentReading<unknown> {
  const { contents } = extractorByName(name);
  if (!contents) throw new AppError('internal', `The extractor ${name} reads no contents.`);
  return contents;
}
