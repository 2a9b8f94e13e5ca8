import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import { contentTypeOf } from '../images/image-type';
import { readReference } from '../storage/blob-reference';
import { findImageBlobs } from './examples.repository';

/** The bytes of an example's picture and what they are. @throws AppError `not-found` */
export async function readExampleImage(
  container: Container,
  input: { projectId: string; row: number; kind: 'thumbnail' | 'original' },
): Promise<{ bytes: Buffer; contentType: string }> {
  const blobs = await findImageBlobs(container.db, input.projectId, input.row);
  const reference = input.kind === 'thumbnail' ? blobs?.thumbnailBlob : blobs?.originalBlob;
  if (!reference)
    throw new AppError('not-found', `There is no image of example ${input.row} in this project.`);
  const bytes = await readReference(container.blobs, reference);
  return { bytes, contentType: contentTypeOf(bytes) };
}
