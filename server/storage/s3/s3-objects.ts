import { Readable } from 'node:stream';
import type { ByteRange } from '../blob-store';
import { damagedBlob } from '../hashed-key';
import { patientBody } from './patient-body';
import type { S3Access } from './s3-client';
import type { StoredObject } from './s3-pages';
import { httpStatusOf } from './s3-retries';
import type { Patience } from './s3-retries';
import type { ObjectTarget } from './s3-uploads';

/** The bytes of an object, or of a stretch of it; where they break off, the rest is asked for. */
export async function openBytes(
  access: S3Access,
  target: ObjectTarget,
  range: ByteRange | null,
  patience: Patience,
): Promise<AsyncIterable<Buffer>> {
  const first = await openObject(access, target, range, null);
  if (first === null) return Readable.from([]);
  const start = range?.start ?? 0;
  return patientBody(target.Key, first, patience, async (offset) => {
    const missing = { start: start + offset, end: start + first.bytes };
    const rest = await openObject(access, target, missing, first.etag);
    if (rest === null) throw damagedBlob(target.Key);
    return rest.body;
  });
}

/** Null where the object ends before the range begins. `etag` asks for that version only. */
async function openObject(
  { client, sdk }: S3Access,
  target: ObjectTarget,
  range: ByteRange | null,
  etag: string | null,
) {
  const Range = range ? `bytes=${range.start}-${range.end - 1}` : undefined;
  const IfMatch = etag ?? undefined;
  try {
    const answer = await client.send(new sdk.GetObjectCommand({ ...target, Range, IfMatch }));
    return { body: answer.Body as Readable, bytes: answer.ContentLength ?? 0, etag: answer.ETag ?? null };
  } catch (error) {
    if (range && httpStatusOf(error) === 416) return null;
    throw error;
  }
}

/** @throws Error that names one that was not removed */
export async function removeObjects(
  { client, sdk }: S3Access,
  Bucket: string,
  objects: readonly StoredObject[],
): Promise<void> {
  const Delete = { Objects: objects.map(({ key }) => ({ Key: key })), Quiet: true };
  const { Errors = [] } = await client.send(new sdk.DeleteObjectsCommand({ Bucket, Delete }));
  const failed = Errors.find(({ Code }) => Code !== 'NoSuchKey');
  if (failed) throw new Error(`“${failed.Key}” was not removed: ${failed.Code} ${failed.Message ?? ''}`);
}
