import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReadAheadFile } from '@/server/datasets/ingest/read-ahead-file';
import { ZipSource } from '@/server/datasets/ingest/zip-entries';
import { temporaryFolder } from '../../support/temporary-folder';
import { makeZip, patchEntry } from '../../support/zip';

const SIZE = 2 ** 20 + 7;
/** In the headers of an entry. */
const COMPRESSED_SIZE = 18;
const UNCOMPRESSED_SIZE = 22;

async function fileOf(bytes: Uint8Array): Promise<string> {
  const path = join(await temporaryFolder(), 'file');
  await writeFile(path, bytes);
  return path;
}

describe('a file that is read ahead', () => {
  const content = Buffer.from(Uint32Array.from({ length: 2 ** 18 + 2 }, (_, at) => at * 2654435761).buffer);

  it('gives the bytes that it has, however it is asked, and says where it ends', async () => {
    const whole = content.subarray(0, SIZE);
    const file = await ReadAheadFile.open(await fileOf(whole));
    const piece = fc.tuple(
      fc.oneof(fc.nat(SIZE), fc.integer({ min: SIZE - 50, max: SIZE + 50 })),
      fc.oneof(fc.nat(100), fc.nat(2 ** 19)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 12 }), async (pieces) => {
        await Promise.all(
          pieces.map(async ([start, length]) => {
            const read = file.bytes(start, length);
            if (length > 0 && start + length > SIZE) await expect(read).rejects.toThrow('end of file');
            else expect((await read).equals(whole.subarray(start, start + length))).toBe(true);
          }),
        );
      }),
      { numRuns: 50 },
    );
    await new Promise((resolve) => file.close(resolve));
  });
});

describe('an entry of a zip', () => {
  const text = Buffer.from('the same again, '.repeat(300));

  async function readOnly(zip: Uint8Array) {
    const source = await ZipSource.open(await fileOf(zip), 'x.zip', 10_000);
    for await (const entry of source.list()) return entry.read();
    return null;
  }

  it.each([true, false])('is read as it was packed (packed: %s)', async (compress) => {
    expect(await readOnly(await makeZip([{ path: 'a', bytes: text, compress }]))).toEqual(text);
    const empty = await readOnly(await makeZip([{ path: 'a', bytes: new Uint8Array(), compress }]));
    expect(empty).toEqual(Buffer.alloc(0));
  });

  it.each([true, false])('that holds more than it says is refused (packed: %s)', async (compress) => {
    const zip = await makeZip([{ path: 'a.txt', bytes: text, compress }]);
    const read = await readOnly(patchEntry(zip, 'a.txt', UNCOMPRESSED_SIZE, () => 100));
    expect(read).toMatchObject({ problem: { code: 'too-large' } });
  });

  it('that is cut off is broken', async () => {
    const zip = await makeZip([{ path: 'a.txt', bytes: text, compress: true }]);
    const read = await readOnly(patchEntry(zip, 'a.txt', COMPRESSED_SIZE, (bytes) => bytes - 4));
    expect(read).toMatchObject({ problem: { code: 'broken' } });
  });

  it('larger than the limit is refused before it is read', async () => {
    const read = await readOnly(await makeZip([{ path: 'a', bytes: Buffer.alloc(10_001), compress: true }]));
    expect(read).toMatchObject({ problem: { code: 'too-large' } });
  });
});

it('a zip of more entries than anybody waits for is refused before they are read', async () => {
  const path = await fileOf(
    await makeZip(['a', 'b', 'c'].map((name) => ({ path: name, bytes: Buffer.of() }))),
  );
  await expect(ZipSource.open(path, 'x.zip', 100, 2)).rejects.toThrow(
    'x.zip is refused: it holds 3 entries.',
  );
  await expect(ZipSource.open(path, 'x.zip', 100, 3)).resolves.toBeInstanceOf(ZipSource);
});
