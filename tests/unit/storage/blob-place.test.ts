import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readBlobPlace } from '@/server/storage/blob-place';

describe('WINNOW_BLOBS', () => {
  it('is the data folder, another folder, or a bucket with or without a prefix', () => {
    expect(readBlobPlace(undefined, {})).toEqual({ kind: 'disk', folder: null });
    expect(readBlobPlace('some/folder', {})).toEqual({ kind: 'disk', folder: resolve('some/folder') });
    expect(readBlobPlace('s3://team', {})).toMatchObject({ kind: 's3', bucket: 'team', prefix: '' });
    expect(readBlobPlace('s3://team/', {})).toMatchObject({ bucket: 'team', prefix: '' });
    expect(readBlobPlace('s3://team/a/b/', {})).toMatchObject({ bucket: 'team', prefix: 'a/b' });
  });

  it('takes endpoint, region and keys from the variables of AWS; empty ones are none', () => {
    const place = readBlobPlace('s3://team', {
      AWS_ENDPOINT_URL: 'http://elsewhere:9000',
      AWS_ENDPOINT_URL_S3: '',
      AWS_REGION: '',
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: 'key',
      AWS_SESSION_TOKEN: '',
    });
    expect(place).toMatchObject({
      endpoint: 'http://elsewhere:9000',
      region: 'us-east-1',
      credentials: { accessKeyId: 'id', secretAccessKey: 'key' },
    });
    // Amazon's own: what the client finds by itself
    expect(readBlobPlace('s3://team', {})).toMatchObject({ endpoint: null, region: null, credentials: null });
  });

  it.each([
    's3://',
    's3://a',
    's3://team/../x',
    's3://team/a//b',
    'gs://team',
    'https://team/x',
    's3://te am',
  ])('refuses %s and says what it may be', (text) => {
    expect(() => readBlobPlace(text, {})).toThrow(/WINNOW_BLOBS/);
  });
});
