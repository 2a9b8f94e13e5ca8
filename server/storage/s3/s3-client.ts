import type * as Sdk from '@aws-sdk/client-s3';
import type { S3Place } from '../blob-place';
import { createRetryStrategy } from './s3-retries';
import type { Patience } from './s3-retries';

export interface S3Access {
  readonly client: Sdk.S3Client;
  readonly sdk: typeof Sdk;
}

/** The client is loaded at first use: who keeps blobs on the disk does not wait for it. */
export async function openS3(place: S3Place, patience: Patience): Promise<S3Access> {
  const sdk = await import('@aws-sdk/client-s3');
  const client = new sdk.S3Client({
    ...(place.endpoint === null ? {} : { endpoint: place.endpoint, forcePathStyle: true }),
    ...(place.region === null ? {} : { region: place.region }),
    ...(place.credentials === null ? {} : { credentials: place.credentials }),
    retryStrategy: createRetryStrategy(patience),
    requestHandler: { connectionTimeout: patience.connectMs, socketTimeout: patience.silenceMs },
  });
  return { client, sdk };
}
