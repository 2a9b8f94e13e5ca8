import { resolve } from 'node:path';
import { AppError } from '@/lib/errors';
import { checkBlobKey } from './blob-key';

export interface DiskPlace {
  readonly kind: 'disk';
  /** null: `blobs` in the data folder */
  readonly folder: string | null;
}

export interface S3Place {
  readonly kind: 's3';
  readonly bucket: string;
  /** before every key, without a `/` at its end; empty for the whole bucket */
  readonly prefix: string;
  /** of a server that is not Amazon's */
  readonly endpoint: string | null;
  readonly region: string | null;
  /** null: whatever else the AWS client finds, such as a profile or the role of the machine */
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  } | null;
}

/** Where blobs lie. */
export type BlobPlace = DiskPlace | S3Place;

/** The usual variables of AWS, as far as Winnow reads them itself. */
export interface AwsVariables {
  readonly AWS_ENDPOINT_URL?: string;
  readonly AWS_ENDPOINT_URL_S3?: string;
  readonly AWS_REGION?: string;
  readonly AWS_DEFAULT_REGION?: string;
  readonly AWS_ACCESS_KEY_ID?: string;
  readonly AWS_SECRET_ACCESS_KEY?: string;
  readonly AWS_SESSION_TOKEN?: string;
}

const S3_ADDRESS = /^s3:\/\/([A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9])(?:\/(.*?))?\/?$/;
/** What servers other than Amazon's expect in signatures where nobody named a region. */
const ANY_REGION = 'us-east-1';

/**
 * What `WINNOW_BLOBS` says: `s3://bucket/prefix`, or a folder.
 *
 * @throws AppError `bad-input` for another scheme, or what cannot be a bucket or prefix
 */
export function readBlobPlace(text: string | undefined, aws: AwsVariables): BlobPlace {
  if (text === undefined) return { kind: 'disk', folder: null };
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(text)) return { kind: 'disk', folder: resolve(text) };
  const [, bucket, prefix = ''] = S3_ADDRESS.exec(text) ?? [];
  if (!bucket || !isPrefix(prefix)) {
    throw new AppError(
      'bad-input',
      `WINNOW_BLOBS: “${text}” is no place for blobs.`,
      'Set it to s3://bucket, to s3://bucket/prefix, or to a folder.',
    );
  }
  const endpoint = given(aws.AWS_ENDPOINT_URL_S3) ?? given(aws.AWS_ENDPOINT_URL);
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = aws;
  const sessionToken = aws.AWS_SESSION_TOKEN;
  return {
    kind: 's3',
    bucket,
    prefix,
    endpoint,
    region: given(aws.AWS_REGION) ?? given(aws.AWS_DEFAULT_REGION) ?? (endpoint === null ? null : ANY_REGION),
    credentials:
      accessKeyId && secretAccessKey
        ? { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) }
        : null,
  };
}

/** Compose files pass on settings that nobody made as empty ones. */
function given(value: string | undefined): string | null {
  return value === undefined || value === '' ? null : value;
}

function isPrefix(prefix: string): boolean {
  if (prefix === '') return true;
  try {
    checkBlobKey(prefix);
    return prefix.length <= 100;
  } catch {
    return false;
  }
}
