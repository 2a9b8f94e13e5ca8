import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMatrix, gatherRows } from '@/lib/numeric/matrix';
import { readMatrixFile } from '@/server/datasets/formats/read-matrix-file';
import { BlobMatrixStore } from '@/server/storage/blob-matrix-store';
import { readReference, stretchReference } from '@/server/storage/blob-reference';
import { DiskBlobStore } from '@/server/storage/disk-blob-store';
import { getFloat64, putFloat64 } from '@/server/storage/float64-blob';
import { describeBlobStore } from '../support/blob-store-conformance';
import { temporaryFolder } from '../support/temporary-folder';

const folder = await temporaryFolder();
const newRoot = () => mkdtemp(join(folder, 'blobs-'));

describeBlobStore('DiskBlobStore', async () => new DiskBlobStore(await newRoot()));

test('DiskBlobStore sweeps what a killed process left, and leaves fresh writes of others alone', async () => {
  const root = await newRoot();
  await new DiskBlobStore(root).put('first', Buffer.from('x'));
  const [stale, fresh] = [join(root, '.tmp', 'stale'), join(root, '.tmp', 'fresh')];
  await writeFile(stale, 'half a blob');
  await writeFile(fresh, 'half a blob');
  await utimes(stale, new Date('2020-01-01'), new Date('2020-01-01'));
  await new DiskBlobStore(root).put('second', Buffer.from('x'));
  expect(await readdir(join(root, '.tmp'))).toEqual(['fresh']);
});

test('a reference names a blob or a stretch of one', async () => {
  const blobs = new DiskBlobStore(await newRoot());
  await blobs.put('pack', Buffer.from('onetwothree'));
  expect((await readReference(blobs, stretchReference('pack', 3, 6))).toString()).toBe('two');
  expect((await readReference(blobs, 'pack')).toString()).toBe('onetwothree');
  await expect(readReference(blobs, stretchReference('pack', 6, 99))).rejects.toThrow(
    '“pack#6-99” is damaged',
  );
  const sha256 = createHash('sha256').update('two').digest('hex');
  expect((await readReference(blobs, stretchReference('pack', 3, 6), sha256)).toString()).toBe('two');
  await expect(readReference(blobs, stretchReference('pack', 2, 5), sha256)).rejects.toThrow(
    '“pack#2-5” is damaged',
  );
});

test('numbers under a name without a hash are checked against the checksum beside them', async () => {
  const root = await newRoot();
  const blobs = new DiskBlobStore(root);
  const values = Float64Array.of(1, 2, 3);
  await putFloat64(blobs, 'folder/values.npy', values, [3]);
  expect([...(await getFloat64(blobs, 'folder/values.npy'))]).toEqual([1, 2, 3]);
  const bytes = await readFile(join(root, 'folder/values.npy'));
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  await writeFile(join(root, 'folder/values.npy'), bytes);
  await expect(getFloat64(blobs, 'folder/values.npy')).rejects.toThrow('“folder/values.npy” is damaged');
  // as an older release wrote it
  await rm(join(root, 'folder/values.npy.sha256'));
  expect(await getFloat64(blobs, 'folder/values.npy')).toHaveLength(3);
});

describe('BlobMatrixStore', () => {
  const counting = (rows: number, columns: number) =>
    createMatrix(
      Float32Array.from({ length: rows * columns }, (_, index) => index),
      rows,
      columns,
    );
  async function create() {
    const root = await newRoot();
    const blobs = new DiskBlobStore(root);
    return { root, blobs, store: new BlobMatrixStore(blobs) };
  }

  test('a manifest that was altered or cut is named; one of an older release is read', async () => {
    const { root, store } = await create();
    await store.write('m', counting(10, 3));
    const path = join(root, 'm/manifest.json');
    const written = await readFile(path, 'utf8');
    const altered = [
      written.replace('"columns":3', '"columns":2'),
      written.slice(0, -9),
      written.replace('-', '+'),
    ];
    for (const text of altered) {
      expect(text).not.toBe(written);
      await writeFile(path, text);
      await expect(store.read('m')).rejects.toThrow('“m/manifest.json” is damaged');
    }
    const { sha256, ...older } = JSON.parse(written) as { sha256: string };
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    await writeFile(path, JSON.stringify(older));
    expect((await store.read('m')).rows).toBe(10);
  });

  test('reads back every value that was written, in shards of at most 16 MB', async () => {
    const { store } = await create();
    const matrix = counting(1_500, 7_000);
    const manifest = await store.write('m', matrix);
    expect(manifest.shards.map((shard) => shard.rows)).toEqual([599, 599, 302]);
    const read = await store.read('m');
    expect([read.rows, read.columns]).toEqual([1_500, 7_000]);
    expect(Buffer.from(read.data.buffer).equals(Buffer.from(matrix.data.buffer))).toBe(true);
    expect(read.data.buffer).toBeInstanceOf(SharedArrayBuffer);
    let rows = 0;
    for await (const shard of store.shards('m')) rows += shard.rows;
    expect(rows).toBe(1_500);
  });

  test('rows can be appended in any portions', async () => {
    const { store } = await create();
    let number = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 8 }), async (portions) => {
        const prefix = `m${number++}`;
        const whole = counting(
          portions.reduce((sum, portion) => sum + portion, 0),
          3,
        );
        const writer = store.writer(prefix, 3);
        let from = 0;
        for (const rows of portions) {
          await writer.append({ data: whole.data.slice(from * 3, (from + rows) * 3), rows, columns: 3 });
          from += rows;
        }
        await writer.finish();
        expect([...(await store.read(prefix)).data]).toEqual([...whole.data]);
      }),
      { numRuns: 25 },
    );
  });

  test('is not there before it is finished, and goes on from its shards', async () => {
    const { store } = await create();
    const begun = store.writer('m', 2);
    await begun.append(counting(3, 2));
    const shards = await begun.flush();
    await begun.append(counting(1, 2));
    await expect(store.manifest('m')).rejects.toMatchObject({ code: 'not-found' });
    const resumed = store.writer('m', 2, shards);
    await resumed.append(counting(2, 2));
    await resumed.finish();
    expect([...(await store.read('m')).data]).toEqual([0, 1, 2, 3, 4, 5, 0, 1, 2, 3]);
  });

  test('the same rows give the same bytes', async () => {
    const { store } = await create();
    const [one, two] = [await store.write('one', counting(5, 3)), await store.write('two', counting(5, 3))];
    expect(one.shards[0]?.sha256).toBe(two.shards[0]?.sha256);
  });

  test('gathers the named rows across shards, in the order given', async () => {
    const { store } = await create();
    const matrix = counting(12, 4);
    const writer = store.writer('m', 4);
    for (let from = 0; from < 12; from += 4) {
      await writer.append({ data: matrix.data.slice(from * 4, (from + 4) * 4), rows: 4, columns: 4 });
      await writer.flush();
    }
    await writer.finish();
    const rows = [11, 0, 5, 5, 4];
    expect(await store.readRows('m', rows)).toEqual(gatherRows(matrix, rows));
    await expect(store.readRows('m', [3, 12])).rejects.toMatchObject({ code: 'not-found' });
  });

  test('concatenates without copying', async () => {
    const { store } = await create();
    const [one, two] = [await store.write('one', counting(2, 2)), await store.write('two', counting(1, 2))];
    const both = await store.concatenate('both', ['one', 'two']);
    expect(both.shards).toEqual([...one.shards, ...two.shards]);
    expect([...(await store.read('both')).data]).toEqual([0, 1, 2, 3, 0, 1]);
    await store.write('wide', counting(1, 3));
    await expect(store.concatenate('odd', ['one', 'wide'])).rejects.toMatchObject({ code: 'bad-input' });
  });

  test('finds a single changed bit', async () => {
    const { root, store } = await create();
    const manifest = await store.write('m', counting(5, 3));
    const path = join(root, manifest.shards[0]?.key ?? '');
    const bytes = await readFile(path);
    bytes[bytes.length - 3] = (bytes[bytes.length - 3] as number) ^ 1;
    await writeFile(path, bytes);
    await expect(store.read('m')).rejects.toThrow('damaged');
    await expect(store.readRows('m', [0])).rejects.toThrow('damaged');
  });

  test('its shards are byte for byte what NumPy writes', async () => {
    const { blobs, store } = await create();
    const file = fileURLToPath(
      new URL('../support/reference/matrix-files/float-little-f4-C.npy', import.meta.url),
    );
    const manifest = await store.write('m', await readMatrixFile(file));
    expect((await blobs.get(manifest.shards[0]?.key ?? '')).equals(await readFile(file))).toBe(true);
  });
});
