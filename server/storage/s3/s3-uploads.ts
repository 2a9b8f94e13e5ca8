import { Readable } from 'node:stream';
import type { S3Access } from './s3-client';
import { isNotFound, nameOf } from './s3-retries';

/** Larger ones go in parts, each of which can be tried again. */
const ONE_REQUEST_BYTES = 32 * 2 ** 20;
const PART_BYTES = 16 * 2 ** 20;
/** Parts on the way at once: with their buffers 48 MB. */
const PARTS_AT_ONCE = 3;
/** Uploads that a killed process left; a living one is never this slow. */
const STALE_UPLOAD_MS = 24 * 3600 * 1000;

export interface ObjectTarget {
  readonly Bucket: string;
  readonly Key: string;
}

/** Writes an object, which is visible whole or not at all. Throws what the source threw as it is. */
export async function putObject(
  access: S3Access,
  target: ObjectTarget,
  bytes: Uint8Array | Readable,
): Promise<void> {
  if (!(bytes instanceof Uint8Array)) return putInParts(access, target, bytes);
  if (bytes.length > ONE_REQUEST_BYTES) return putInParts(access, target, Readable.from([bytes]));
  await access.client.send(new access.sdk.PutObjectCommand({ ...target, Body: bytes }));
}

/** What breaks an upload ends it, and its parts are removed. */
async function putInParts(access: S3Access, target: ObjectTarget, source: Readable): Promise<void> {
  const { Upload } = await import('@aws-sdk/lib-storage');
  let sent = 0;
  async function* counted() {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      sent += chunk.length;
      yield chunk;
    }
  }
  const upload = new Upload({
    client: access.client,
    params: { ...target, Body: Readable.from(counted(), { objectMode: false }) },
    partSize: PART_BYTES,
    queueSize: PARTS_AT_ONCE,
  });
  try {
    await upload.done();
  } catch (error) {
    if (!(await wasCompleted(access, target, error, sent))) throw error;
  }
}

/** The answer to the last request was lost and the request repeated: the upload is not there any more, its object is. */
async function wasCompleted(
  { client, sdk }: S3Access,
  target: ObjectTarget,
  error: unknown,
  bytes: number,
): Promise<boolean> {
  if (nameOf(error) !== 'NoSuchUpload') return false;
  try {
    return (await client.send(new sdk.HeadObjectCommand(target))).ContentLength === bytes;
  } catch (missing) {
    if (isNotFound(missing)) return false;
    throw missing;
  }
}

/** Parts of uploads that were never ended cost money and are seen by nobody. */
export async function abortStaleUploads({ client, sdk }: S3Access, folder: ObjectTarget): Promise<void> {
  const oldest = Date.now() - STALE_UPLOAD_MS;
  const request = { Bucket: folder.Bucket, Prefix: folder.Key };
  const { Uploads = [] } = await client.send(new sdk.ListMultipartUploadsCommand(request));
  for (const { Key, UploadId, Initiated } of Uploads) {
    if (!Key || !UploadId || !Initiated || Initiated.getTime() > oldest) continue;
    await client.send(new sdk.AbortMultipartUploadCommand({ Bucket: folder.Bucket, Key, UploadId }));
  }
}
