import { createHash } from 'node:crypto';
import { AppError } from '@/lib/errors';
import { encodeGrayPng } from '../../images/encode-gray-png';
import { examineImage } from '../../images/examine-image';
import { IMAGES_AT_ONCE, THUMBNAIL_PIXELS } from '../../images/image-limits';
import { openIdxFile } from '../formats/idx-file';
import type { CandidateSource, IngestItem } from './candidate';
import { reject } from './candidate';
import { mapOrdered } from './map-ordered';
import type { SourceLabels } from './source-labels';
import { checkLabelCount } from './source-labels';

interface IdxImage {
  readonly index: number;
  readonly pixels: Buffer;
}

/** The images of an IDX file, each as a lossless PNG that browsers show. */
export async function idxCandidates(
  path: string,
  name: string,
  labels: SourceLabels | null,
): Promise<CandidateSource> {
  const file = await openIdxFile(path, name);
  const [count = 0, height = 0, width = 0] = file.shape;
  if (file.type !== 'bytes' || file.shape.length !== 3) {
    throw new AppError(
      'bad-input',
      `${name} does not hold gray IDX images.`,
      'Give the file of the images here.',
    );
  }
  if (labels) checkLabelCount(labels, count, name);
  const stem = name.replace(/\.gz$/i, '');
  return { unit: 'images', columns: null, total: () => count, items };

  async function* images(position: number): AsyncGenerator<IdxImage> {
    for await (const { first, count: inBlock, bytes } of file.items(1024)) {
      for (let index = Math.max(first, position); index < first + inBlock; index++) {
        const start = (index - first) * width * height;
        yield { index, pixels: bytes.subarray(start, start + width * height) };
      }
    }
  }

  function items(position: number): AsyncIterable<IngestItem> {
    return mapOrdered(images(position), IMAGES_AT_ONCE, encode);
  }

  async function encode({ index, pixels }: IdxImage): Promise<IngestItem> {
    const key = labels?.idOf(index) ?? `${stem}/${index}`;
    const original = await encodeGrayPng(pixels, width, height);
    let thumbnail: Buffer | null = null;
    if (Math.max(width, height) > THUMBNAIL_PIXELS) {
      const facts = await examineImage(original, `${key}.png`);
      if ('problem' in facts) return reject(key, facts.problem.code, facts.problem.reason);
      thumbnail = facts.thumbnail;
    }
    const contentHash = createHash('sha256').update(original).digest('hex');
    return {
      candidate: {
        key,
        label: labels?.labelOf(index) ?? null,
        splitName: null,
        contentHash,
        content: { kind: 'image', original, thumbnail, width, height },
      },
    };
  }
}
