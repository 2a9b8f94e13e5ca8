import { z } from 'zod';
import { AppError, toAppError } from '@/lib/errors';
import { createMatrix } from '@/lib/numeric/matrix';
import type { Container } from '../../container';
import { mapOrdered } from '../../datasets/ingest/map-ordered';
import { IMAGES_AT_ONCE } from '../../images/image-limits';
import { channelsOf, imagePixels } from '../../images/image-pixels';
import type { JobContext } from '../../jobs/job';
import { ReferenceReader } from '../../storage/blob-reference';
import type { MatrixShard } from '../../storage/matrix-store';
import type { ExtractionTask, FeatureExtractor } from '../extractor';
import type { OriginalImage } from '../features.repository';
import { listOriginals } from '../features.repository';
import { standardizeOnPool } from '../standardize-on-pool';

const configurationSchema = z.strictObject({
  /** images are squeezed into size × size pixels */
  size: z.number().int().min(4).max(128).default(28),
  colour: z.enum(['gray', 'rgb']).default('gray'),
});
export type PixelsConfiguration = z.infer<typeof configurationSchema>;

const checkpointSchema = z.object({
  shards: z.array(z.object({ key: z.string(), rows: z.number(), sha256: z.string() })),
});

/** float32 values between two checkpoints */
const SHARD_VALUES = 2 ** 20;

export const pixelsExtractor: FeatureExtractor<PixelsConfiguration> = {
  name: 'pixels',
  title: 'Pixels',
  description:
    'Each image squeezed into a small square; every pixel standardized by its mean and deviation over the pool.',
  modality: 'image',
  parameters: [
    { kind: 'number', name: 'size', title: 'Side in pixels', minimum: 4, maximum: 128, step: 1, default: 28 },
    {
      kind: 'choice',
      name: 'colour',
      title: 'Colour',
      options: [
        { value: 'gray', title: 'Gray' },
        { value: 'rgb', title: 'Red, green, blue' },
      ],
      default: 'gray',
    },
  ],
  configuration: configurationSchema,

  /** First the pixels, shard by shard with a checkpoint each; then, when the whole pool is known, standardized. */
  async extract(container, task, context) {
    const raw = `${task.folder}/raw`;
    await writePixels(container, task, raw, context);
    await standardizeOnPool(container, { ...task, source: raw }, context);
    await container.blobs.removeAll(raw);
  },
};

async function writePixels(
  container: Container,
  task: ExtractionTask<PixelsConfiguration>,
  prefix: string,
  context: JobContext,
): Promise<void> {
  const { projectId, rows, configuration } = task;
  const columns = configuration.size ** 2 * channelsOf(configuration.colour);
  const step = Math.max(1, Math.min(1024, Math.floor(SHARD_VALUES / columns)));
  let shards = readCheckpoint(context.checkpoint);
  const writer = container.matrices.writer(prefix, columns, shards);
  const reader = new ReferenceReader(container.blobs);
  let done = shards.reduce((sum, shard) => sum + shard.rows, 0);
  const report = () => context.progress({ done, total: rows, unit: 'images', message: 'Reading pixels' });
  report();
  while (done < rows) {
    const originals = await listOriginals(container.db, projectId, {
      from: done,
      to: Math.min(done + step, rows),
    });
    const data = new Float32Array(originals.length * columns);
    let offset = 0;
    const read = (original: OriginalImage) => pixelsOf(reader, original, configuration);
    for await (const pixels of mapOrdered(originals, IMAGES_AT_ONCE, read)) {
      if (context.signal.aborted) throw new AppError('cancelled', 'The extraction was stopped.');
      data.set(pixels, offset);
      offset += columns;
    }
    await writer.append(createMatrix(data, originals.length, columns));
    shards = await writer.flush();
    await context.saveCheckpoint({ shards });
    done += originals.length;
    report();
  }
  await writer.finish();
}

function readCheckpoint(checkpoint: unknown): readonly MatrixShard[] {
  return checkpoint === null ? [] : checkpointSchema.parse(checkpoint).shards;
}

async function pixelsOf(
  reader: ReferenceReader,
  { key, originalBlob }: OriginalImage,
  { size, colour }: PixelsConfiguration,
): Promise<Float32Array> {
  if (originalBlob === null) throw new AppError('internal', `The example “${key}” has no image.`);
  const bytes = await reader.read(originalBlob);
  return imagePixels(bytes, size, colour).catch((error: unknown) => {
    const { code, message, remedy } = toAppError(error);
    throw new AppError(code, `${key}: ${message}`, remedy, { cause: error });
  });
}
