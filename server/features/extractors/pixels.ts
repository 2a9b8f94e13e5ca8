import { z } from 'zod';
import { AppError, toAppError } from '@/lib/errors';
import { mapOrdered } from '../../datasets/ingest/map-ordered';
import { IMAGES_AT_ONCE } from '../../images/image-limits';
import { channelsOf, imagePixels } from '../../images/image-pixels';
import { standardization } from '../column-moments';
import type { NamedContent } from '../content-extractor';
import { contentExtractor } from '../extractor';

const configurationSchema = z.strictObject({
  /** images are squeezed into size × size pixels */
  size: z.number().int().min(4).max(128).default(28),
  colour: z.enum(['gray', 'rgb']).default('gray'),
});
type PixelsConfiguration = z.infer<typeof configurationSchema>;

export const pixelsExtractor = contentExtractor<PixelsConfiguration>({
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
  imageShape({ size, colour }) {
    return { height: size, width: size, channels: channelsOf(colour) };
  },
  contents: {
    open(configuration) {
      const columns = configuration.size ** 2 * channelsOf(configuration.colour);
      const rows = (contents: readonly NamedContent[]) => readRows(contents, columns, configuration);
      return Promise.resolve({ columns, batch: 4 * IMAGES_AT_ONCE, rows, close: () => Promise.resolve() });
    },
    learning: standardization,
  },
});

async function readRows(
  contents: readonly NamedContent[],
  columns: number,
  configuration: PixelsConfiguration,
): Promise<Float32Array> {
  const data = new Float32Array(contents.length * columns);
  let offset = 0;
  const read = (content: NamedContent) => pixelsOf(content, configuration);
  for await (const pixels of mapOrdered(contents, IMAGES_AT_ONCE, read)) {
    data.set(pixels, offset);
    offset += columns;
  }
  return data;
}

async function pixelsOf(
  { key, bytes }: NamedContent,
  { size, colour }: PixelsConfiguration,
): Promise<Float32Array> {
  return imagePixels(bytes, size, colour).catch((error: unknown) => {
    const { code, message, remedy } = toAppError(error);
    throw new AppError(code, `${key}: ${message}`, remedy, { cause: error });
  });
}
