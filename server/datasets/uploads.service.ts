import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { AppError } from '@/lib/errors';
import type { Container } from '../container';

export interface Upload {
  readonly uploadId: string;
  readonly fileName: string;
  readonly bytes: number;
}

const UPLOAD_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Uploads lie below their project, so that no other project can name them. @throws AppError `not-found` */
export function uploadKey(projectId: string, uploadId: string): string {
  if (!UPLOAD_ID.test(uploadId))
    throw new AppError('not-found', 'There is no such upload.', 'Upload the file again.');
  return `projects/${projectId}/uploads/${uploadId}`;
}

/** What an uploaded file is called, without its folders. @throws AppError `bad-input` where it is called nothing */
export function uploadName(given: string): string {
  const fileName = basename(given.replaceAll('\\', '/')).slice(0, 255);
  if (!fileName) throw new AppError('bad-input', 'The upload has no file name.', 'Give it as ?fileName=…');
  return fileName;
}

/**
 * Streams a file to the blob store; an upload that breaks off leaves nothing.
 *
 * @throws AppError `too-large` as soon as the limit is passed, `bad-input` for an empty file
 */
export async function receiveUpload(
  container: Container,
  input: {
    projectId: string;
    fileName: string;
    body: AsyncIterable<Uint8Array>;
    contentLength: number | null;
  },
): Promise<Upload> {
  const { maxUploadBytes } = container.env;
  const { fileName } = input;
  if ((input.contentLength ?? 0) > maxUploadBytes) throw tooLarge(fileName, maxUploadBytes);
  const uploadId = randomUUID();
  let bytes = 0;
  async function* limited(): AsyncGenerator<Uint8Array> {
    for await (const chunk of input.body) {
      bytes += chunk.byteLength;
      if (bytes > maxUploadBytes) throw tooLarge(fileName, maxUploadBytes);
      yield chunk;
    }
    if (bytes === 0) throw new AppError('bad-input', `${fileName} is empty.`, 'Choose another file.');
  }
  await container.blobs.put(
    uploadKey(input.projectId, uploadId),
    Readable.from(limited(), { objectMode: true }),
  );
  return { uploadId, fileName, bytes };
}

/** Removes an upload that is not needed any more. */
export async function removeUpload(container: Container, projectId: string, uploadId: string): Promise<void> {
  await container.blobs.removeAll(uploadKey(projectId, uploadId));
}

function tooLarge(fileName: string, limit: number): AppError {
  return new AppError(
    'too-large',
    `${fileName} is larger than ${(limit / 2 ** 30).toFixed(1)} GiB, the most that is taken.`,
    'Upload it in parts, or put it on the server and name its path.',
  );
}
