import type { S3Access } from './s3-client';
import { isNotFound } from './s3-retries';
import type { ObjectTarget } from './s3-uploads';

export interface StoredObject {
  readonly key: string;
  readonly bytes: number;
  readonly modifiedAt: Date;
  readonly etag: string;
}

/** The object of this name, then those under it, up to a thousand at a time; all there are where the name is empty. */
export async function* objectPages(
  access: S3Access,
  { Bucket, Key }: ObjectTarget,
): AsyncGenerator<readonly StoredObject[]> {
  const { client, sdk } = access;
  if (Key !== '') yield await objectOfName(access, { Bucket, Key });
  let ContinuationToken: string | undefined;
  do {
    const request = { Bucket, Prefix: Key === '' ? '' : `${Key}/`, ContinuationToken };
    const page = await client.send(new sdk.ListObjectsV2Command(request));
    yield (page.Contents ?? []).map(asStored).filter(({ key }) => !key.endsWith('/'));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
}

async function objectOfName({ client, sdk }: S3Access, target: ObjectTarget): Promise<StoredObject[]> {
  try {
    const { ContentLength, LastModified, ETag } = await client.send(new sdk.HeadObjectCommand(target));
    return [asStored({ Key: target.Key, Size: ContentLength, LastModified, ETag })];
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
}

function asStored(found: { Key?: string; Size?: number; LastModified?: Date; ETag?: string }): StoredObject {
  const { Key = '', Size = 0, LastModified = new Date(0), ETag = '' } = found;
  return { key: Key, bytes: Size, modifiedAt: LastModified, etag: ETag };
}
