import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { BlobCache } from '@/server/storage/blob-cache';
import { hashedKey } from '@/server/storage/hashed-key';
import { S3BlobStore } from '@/server/storage/s3/s3-blob-store';
import { describeBlobStore } from '../support/blob-store-conformance';
import { FaultyProxy } from '../support/s3/faulty-proxy';
import type { ProxyFault } from '../support/s3/faulty-proxy';
import { S3Server } from '../support/s3/s3-server';
import { findVersitygw, HOW_TO_INSTALL } from '../support/s3/versitygw';
import { temporaryFolder } from '../support/temporary-folder';

const folder = await temporaryFolder();
const SHORT_PATIENCE = { attempts: 4, firstDelayMs: 10, silenceMs: 400, connectMs: 400 };
const MEBIBYTE = 2 ** 20;

describe.skipIf(findVersitygw() === null)(`a real S3 server (skipped where ${HOW_TO_INSTALL})`, () => {
  let server: S3Server;
  let proxy: FaultyProxy;
  beforeAll(async () => {
    server = await S3Server.start();
    proxy = await new FaultyProxy(server.endpoint).start();
  });
  afterAll(async () => {
    await proxy.stop();
    await server.stop();
  });
  afterEach(() => void (proxy.fault = () => null));

  const newFolder = () => mkdtemp(join(folder, 'cache-'));
  const newCache = async () => new BlobCache(await newFolder(), 2 ** 30);
  const direct = async (prefix: string) => new S3BlobStore(server.place(prefix), await newCache());
  const throughProxy = async (prefix: string) =>
    new S3BlobStore(server.place(prefix, proxy.endpoint), await newCache(), SHORT_PATIENCE);

  describeBlobStore('S3BlobStore', () => direct(randomUUID()));

  test('without a prefix its keys are those of the bucket, and the prefix of others is no part of a name', async () => {
    const [bucket, below] = [await direct(''), await direct('under/this')];
    await below.put('a/b', Buffer.from('x'));
    expect((await bucket.get('under/this/a/b')).toString()).toBe('x');
    expect(await keysOf(below)).toEqual(['a/b']);
    expect(await keysOf(bucket, 'under')).toEqual(['under/this/a/b']);
    await bucket.removeAll('under');
    expect(await keysOf(below)).toEqual([]);
  });

  test('lists and removes more than the thousand of one page', async () => {
    const store = await direct(randomUUID());
    const keys = Array.from({ length: 1050 }, (_, number) => `many/${number}`);
    for (let start = 0; start < keys.length; start += 50)
      await Promise.all(keys.slice(start, start + 50).map((key) => store.put(key, Buffer.from('x'))));
    expect(await keysOf(store, 'many')).toEqual([...keys].sort());
    await store.removeAll('many');
    expect(await keysOf(store)).toEqual([]);
  });

  test('large streams go in parts and come back whole', async () => {
    const store = await direct(randomUUID());
    const parts = Array.from({ length: 35 }, () => randomBytes(MEBIBYTE));
    await store.put('large', Readable.from(parts));
    expect(hashOf(await store.get('large'))).toBe(hashOf(Buffer.concat(parts)));
    expect(hashOf(await readFile(await store.localFile('large')))).toBe(hashOf(Buffer.concat(parts)));
    const stretch = await buffer(
      await store.stream('large', { start: 20 * MEBIBYTE - 5, end: 20 * MEBIBYTE }),
    );
    expect(stretch.equals(parts[19]?.subarray(-5) ?? stretch.subarray(0, 0))).toBe(true);
  });

  /** The first `count` requests whose line matches meet this fault. */
  function failFirst(count: number, which: RegExp, fault: ProxyFault) {
    let left = count;
    proxy.fault = (method, path) => (which.test(`${method} ${path}`) && left-- > 0 ? fault : null);
  }
  const faults: [string, ProxyFault][] = [
    ['500', { status: 500 }],
    ['503', { status: 503 }],
    ['silence', 'hang'],
    ['a reset', 'reset'],
    ['a lost answer', 'lose-answer'],
  ];

  describe.each(faults)('with %s', (_, fault) => {
    test('bounded trouble is survived', async () => {
      const store = await throughProxy(randomUUID());
      failFirst(2, /./, fault);
      await store.put('key', Buffer.from('bytes'));
      failFirst(2, /./, fault);
      expect((await store.get('key')).toString()).toBe('bytes');
      failFirst(2, /./, fault);
      expect(await store.exists('key')).toBe(true);
      failFirst(2, /./, fault);
      expect(await keysOf(store)).toEqual(['key']);
      failFirst(2, /./, fault);
      await store.removeAll('key');
      expect(await store.exists('key')).toBe(false);
    });

    test('lasting trouble is `unavailable`, says what to do, and leaves nothing half', async () => {
      const prefix = randomUUID();
      const store = await throughProxy(prefix);
      await store.put('former', Buffer.from('former'));
      proxy.fault = () => (fault === 'lose-answer' ? 'reset' : fault);
      const unavailable = {
        code: 'unavailable',
        remedy: expect.stringContaining('AWS_ENDPOINT_URL') as string,
      };
      await expect(store.put('new', Buffer.from('new'))).rejects.toMatchObject(unavailable);
      await expect(store.get('former')).rejects.toMatchObject(unavailable);
      await expect(store.localFile('former')).rejects.toMatchObject(unavailable);
      await expect(store.exists('former')).rejects.toMatchObject(unavailable);
      await expect(keysOf(store)).rejects.toMatchObject(unavailable);
      proxy.fault = () => null;
      expect(await keysOf(await direct(prefix))).toEqual(['former']);
    });
  });

  test('an upload in parts survives failing parts and a lost last answer', async () => {
    const store = await throughProxy(randomUUID());
    const bytes = randomBytes(34 * MEBIBYTE);
    failFirst(2, /^PUT .*partNumber/, { status: 503 });
    await store.put('parts', Readable.from([bytes]));
    expect(hashOf(await store.get('parts'))).toBe(hashOf(bytes));
    failFirst(1, /^POST .*uploadId/, 'lose-answer');
    await store.put('again', Readable.from([bytes]));
    expect(hashOf(await store.get('again'))).toBe(hashOf(bytes));
  });

  test('an upload in parts that cannot end leaves nothing, not even its parts', async () => {
    const prefix = randomUUID();
    const store = await throughProxy(prefix);
    proxy.fault = (method, path) =>
      method === 'PUT' && path.includes('partNumber=2') ? { status: 500 } : null;
    const put = store.put('parts', Readable.from([randomBytes(34 * MEBIBYTE)]));
    await expect(put).rejects.toMatchObject({ code: 'unavailable' });
    expect(await keysOf(await direct(prefix))).toEqual([]);
    expect(proxy.requests.some((line) => /^DELETE .*uploadId/.test(line))).toBe(true);
  });

  test.each([
    ['cut', { cutAfter: 70_000 }],
    ['silent', { stallAfter: 70_000 }],
  ] as const)('an answer that is %s half way is read on from there', async (_, fault) => {
    const store = await throughProxy(randomUUID());
    const bytes = randomBytes(3 * MEBIBYTE);
    await store.put('key', bytes);
    failFirst(2, /^GET .*key/, fault);
    expect((await store.get('key')).equals(bytes)).toBe(true);
    failFirst(2, /^GET .*key/, fault);
    expect((await readFile(await store.localFile('key'))).equals(bytes)).toBe(true);
    failFirst(2, /^GET .*key/, fault);
    const stretch = await buffer(await store.stream('key', { start: 1000, end: 900_000 }));
    expect(stretch.equals(bytes.subarray(1000, 900_000))).toBe(true);
    failFirst(Infinity, /^GET .*key/, fault);
    await expect(store.get('key')).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('wrong keys, a missing bucket and a server that is not there say so', async () => {
    const place = server.place('x');
    const cases = [
      [{ ...place, bucket: 'another' }, /no bucket “another”/],
      [
        { ...place, credentials: { accessKeyId: 'winnow-tests', secretAccessKey: 'wrong' } },
        /refuses the keys/,
      ],
      [{ ...place, endpoint: 'http://127.0.0.1:9' }, /cannot be reached/],
    ] as const;
    for (const [wrong, message] of cases) {
      const store = new S3BlobStore(wrong, await newCache(), SHORT_PATIENCE);
      await expect(store.get('key')).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringMatching(message) as string,
      });
      await expect(store.put('key', Buffer.from('x'))).rejects.toMatchObject({ code: 'unavailable' });
    }
  });

  describe('names with a hash', () => {
    test('a damaged object is named, and so is one whose end is missing', async () => {
      const prefix = randomUUID();
      const store = await direct(prefix);
      const bytes = randomBytes(5000);
      for (const damaged of [Buffer.concat([bytes.subarray(1), Buffer.from('x')]), bytes.subarray(0, 4000)]) {
        const key = hashedKey('folder', 'numbers', 'npy', bytes);
        await store.put(key, bytes);
        await writeFile(server.fileOf(prefix, key), damaged);
        await expect((await direct(prefix)).get(key)).rejects.toMatchObject({
          code: 'unavailable',
          message: expect.stringContaining(key) as string,
        });
      }
    });

    test('are read from the server once, and again where the copy was damaged', async () => {
      const cacheFolder = await newFolder();
      const place = server.place(randomUUID(), proxy.endpoint);
      const newStore = () => new S3BlobStore(place, new BlobCache(cacheFolder, 2 ** 30), SHORT_PATIENCE);
      const bytes = randomBytes(5000);
      const key = hashedKey('folder', 'numbers', 'npy', bytes);
      await newStore().put(key, bytes);
      const reads = () =>
        proxy.requests.filter((line) => line.includes(key) && line.startsWith('GET')).length;
      for (let time = 0; time < 3; time++) expect((await newStore().get(key)).equals(bytes)).toBe(true);
      expect(reads()).toBe(1);
      const [copy] = (await readdir(cacheFolder, { recursive: true, withFileTypes: true })).filter((entry) =>
        entry.isFile(),
      );
      await writeFile(join(copy?.parentPath ?? '', copy?.name ?? ''), 'damaged');
      expect((await newStore().get(key)).equals(bytes)).toBe(true);
      expect(reads()).toBe(2);
      await newStore().removeAll('folder');
      await expect(newStore().get(key)).rejects.toMatchObject({ code: 'not-found' });
    });
  });
});

async function keysOf(store: S3BlobStore, prefix?: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list(prefix)) keys.push(key);
  return keys.sort();
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
