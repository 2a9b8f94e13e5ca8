import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import { contentTypeOf } from '../images/image-type';
import { readReference } from '../storage/blob-reference';
import { findExampleBlobs, isInBatch } from './examples.repository';

export type ContentKind = 'thumbnail' | 'image' | 'text';

interface ContentInput {
  readonly projectId: string;
  readonly row: number;
  readonly kind: ContentKind;
  /** for annotators: what is in no batch is not there */
  readonly onlyOfBatches?: boolean;
}

/** The bytes of an example's picture or text and what they are. @throws AppError `not-found` */
export async function readExampleContent(
  container: Container,
  input: ContentInput,
): Promise<{ bytes: Buffer; contentType: string }> {
  const { projectId, row, kind } = input;
  const { db } = container;
  const hidden = input.onlyOfBatches === true && !(await isInBatch(db, projectId, row));
  const blobs = hidden ? null : await findExampleBlobs(db, projectId, row);
  const isText = blobs !== null && blobs.excerpt !== null;
  const reference = kind === 'thumbnail' ? blobs?.thumbnailBlob : blobs?.originalBlob;
  if (!reference || isText !== (kind === 'text')) {
    const word = kind === 'text' ? 'text' : 'image';
    throw new AppError('not-found', `There is no ${word} of example ${row} in this project.`);
  }
  const sha256 = kind === 'thumbnail' ? null : (blobs?.contentHash ?? null);
  const bytes = await readReference(container.blobs, reference, sha256);
  return { bytes, contentType: isText ? 'text/plain; charset=utf-8' : contentTypeOf(bytes) };
}
