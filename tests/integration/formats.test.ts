import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { openCsvSource } from '@/server/datasets/formats/csv-source';
import { encodeNpy } from '@/server/datasets/formats/npy-encode';
import { openMatrixSource } from '@/server/datasets/formats/open-matrix-source';
import { readLabelsFile } from '@/server/datasets/formats/read-labels-file';
import { readMatrixFile } from '@/server/datasets/formats/read-matrix-file';
import { temporaryFolder } from '../support/temporary-folder';

interface ExpectedMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: readonly number[];
}

const reference = fileURLToPath(new URL('../support/reference/', import.meta.url));
const { versions: _versions, ...expected } = JSON.parse(
  await readFile(join(reference, 'matrix-files.json'), 'utf8'),
) as Record<string, ExpectedMatrix>;
const fixture = (name: string) => join(reference, 'matrix-files', name);
const folder = await temporaryFolder();

async function written(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

describe('a matrix written by NumPy, pyarrow or gzip', () => {
  test.each(Object.keys(expected))('%s is read with the same values', async (name) => {
    const matrix = await readMatrixFile(fixture(name));
    const { rows, columns, values } = expected[name] as ExpectedMatrix;
    expect({ rows: matrix.rows, columns: matrix.columns }).toEqual({ rows, columns });
    expect(matrix.data).toEqual(Float32Array.from(values));
  });

  test('text columns of Parquet come beside the numbers', async () => {
    const source = await openMatrixSource(fixture('groups.parquet'));
    const labels: (string | null)[] = [];
    for await (const block of source.blocks()) labels.push(...(block.text.get('label') ?? []));
    expect(labels).toEqual(['cat', 'dog', 'cat', 'eel', 'dog', 'bat', 'cat']);
  });
});

describe('a file that cannot be used is refused by name, place and remedy', () => {
  test.each([
    ['nan.npy', 'nan.npy, row 4: column 1 is NaN.'],
    ['infinite.npy', 'infinite.npy, row 2: column 0 is infinite or too large for float32.'],
    ['complex.npy', 'complex.npy holds values of the type “c16”, which are not real numbers.'],
    ['objects.npy', 'objects.npy holds values of the type “O”, which are not real numbers.'],
    ['truncated.npy', 'truncated.npy is cut off: it should hold 296 bytes and ends after 287.'],
    ['null.parquet', 'null.parquet, row 1: column “x0” is NaN.'],
    ['text.parquet', 'text.parquet: the column “comment” does not hold numbers.'],
    ['labels-idx1-ubyte', 'labels-idx1-ubyte holds IDX labels, not images.'],
    ['cut-images-idx3-ubyte', 'cut-images-idx3-ubyte is cut off: it should hold 76 bytes and ends after 75.'],
    [
      'cut-images-idx3-ubyte.gz',
      'cut-images-idx3-ubyte.gz cannot be read to its end: unexpected end of file.',
    ],
    ['missing.npy', 'missing.npy: there is no such file.'],
  ])('%s', async (name, message) => {
    await expect(readMatrixFile(fixture(name))).rejects.toMatchObject({
      code: 'bad-input',
      message,
      remedy: expect.stringMatching(/\w+/) as string,
    });
  });

  test('a name that promises another format', async () => {
    const path = await written('really-csv.npy', '1,2\n3,4\n');
    await expect(readMatrixFile(path)).rejects.toThrow('is named as npy but does not begin as npy does');
    const npy = await written('really-npy.csv', await readFile(fixture('vector.npy')));
    await expect(readMatrixFile(npy)).rejects.toThrow('is named as csv but holds npy');
  });

  test('an unknown format', async () => {
    await expect(readMatrixFile(await written('notes.md', '# notes'))).rejects.toThrow(
      'none of the known formats',
    );
  });

  test('Parquet without its footer', async () => {
    const whole = await readFile(fixture('plain-snappy.parquet'));
    const path = await written('cut.parquet', whole.subarray(0, whole.length - 40));
    await expect(readMatrixFile(path)).rejects.toThrow('cut.parquet cannot be read as Parquet');
  });
});

describe('a CSV of numbers', () => {
  test.each([
    ['without a header', '1,2.5\n-3,4e-2\n', [1, 2.5, -3, 0.04]],
    ['with a header', 'a,b\n1,2.5\n-3,4e-2\n', [1, 2.5, -3, 0.04]],
    ['with id and label columns', 'id,a,label,b\nx1,1,cat,2.5\nx2,-3,dog,0.04\n', [1, 2.5, -3, 0.04]],
    [
      'with semicolons, a byte order mark and Windows line ends',
      '\ufeffa;b\r\n1;2.5\r\n-3;0.04\r\n',
      [1, 2.5, -3, 0.04],
    ],
    ['with tabs and without a last line end', 'a\tb\n1\t2.5\n-3\t0.04', [1, 2.5, -3, 0.04]],
    ['with quoted cells', '"a","b"\n"1","2.5"\n"-3","0.04"\n', [1, 2.5, -3, 0.04]],
  ])('%s', async (_name, text, values) => {
    const matrix = await readMatrixFile(await written('table.csv', text));
    expect(matrix).toEqual({ data: Float32Array.from(values), rows: 2, columns: 2 });
  });

  test.each([
    ['a short row', 'a,b\n1,2\n3\n5,6\n', 'table.csv, row 1 (line 3): 1 cells where 2 are expected.'],
    ['a long row', '1,2\n3,4,5\n', 'table.csv, row 1 (line 2): 3 cells where 2 are expected.'],
    ['a word', 'a,b\n1,2\n3,four\n', 'table.csv, row 1 (line 3): column “b” is “four”, not a number.'],
    ['an empty cell', 'a,b\n1,\n', 'table.csv, row 0 (line 2): column “b” is “”, not a number.'],
    [
      'NaN',
      'a,b\nnan,2\n',
      'table.csv, row 0 (line 2): column “a” is nan, which float32 cannot hold as a finite number.',
    ],
    [
      'too large a number',
      '1,2\n3,1e39\n',
      'table.csv, row 1 (line 2): column 1 is 1e39, which float32 cannot hold as a finite number.',
    ],
    ['nothing', '', 'table.csv is empty.'],
    ['only a header', 'a,b\n', 'table.csv holds no rows.'],
  ])('with %s is refused', async (_name, text, message) => {
    await expect(readMatrixFile(await written('table.csv', text))).rejects.toThrow(message);
  });

  test('read as a stream, lists each bad row and keeps the good ones', async () => {
    const path = await written('mixed.csv', 'id,x,label\na,1,cat\nb\nc,"3"3,dog\nd,x,dog\ne,5,\n');
    const [block] = await collect((await openCsvSource(path)).blocks());
    expect(block?.problems.map(({ row, code }) => ({ row, code }))).toEqual([
      { row: 1, code: 'short-row' },
      { row: 2, code: 'broken-row' },
      { row: 3, code: 'not-a-number' },
    ]);
    expect(block?.text.get('id')).toEqual(['a', 'b', null, 'd', 'e']);
    expect(block?.text.get('label')?.[4]).toBeNull();
    expect([block?.values.data[0], block?.values.data[4]]).toEqual([1, 5]);
  });

  test('is read in blocks that together are the file, each of bounded size', async () => {
    const rows = Array.from({ length: 10_000 }, (_, row) => `${row},${row * 2}`);
    const source = await openCsvSource(await written('long.csv', rows.join('\n')));
    let next = 0;
    for await (const block of source.blocks()) {
      expect(block.firstRow).toBe(next);
      expect(block.values.rows).toBeLessThanOrEqual(4096);
      expect(block.values.data[1]).toBe(next * 2);
      next += block.values.rows;
    }
    expect(next).toBe(10_000);
  });
});

describe('labels', () => {
  test('integers of NumPy', async () => {
    const { labels, classNames, ids } = await readLabelsFile(fixture('labels.npy'));
    expect([...labels]).toEqual([2, 0, 1, 1, 0, 2, 9]);
    expect([classNames, ids]).toEqual([null, null]);
  });

  test.each(['labels-idx1-ubyte', 'labels-idx1-ubyte.gz'])('%s', async (name) => {
    expect([...(await readLabelsFile(fixture(name))).labels]).toEqual([3, 0, 2, 1, 3]);
  });

  test('class numbers in a CSV', async () => {
    const { labels, classNames } = await readLabelsFile(await written('l.csv', 'label\n3\n0\n'));
    expect([[...labels], classNames]).toEqual([[3, 0], null]);
  });

  test('names in a CSV are numbered in sorted order', async () => {
    const path = await written('l.csv', 'id,label\na,dog\nb,cat\nc,dog\n');
    expect(await readLabelsFile(path)).toEqual({
      labels: Int32Array.of(1, 0, 1),
      classNames: ['cat', 'dog'],
      ids: ['a', 'b', 'c'],
    });
  });

  test.each([
    ['floats.npy', encodeNpy(Float32Array.of(1, 2), [2]), 'floats.npy holds f4, not integers.'],
    ['negative.npy', encodeNpy(Int32Array.of(0, -1), [2]), 'negative.npy, row 1: -1 is not a class number.'],
    ['wide.npy', encodeNpy(Int32Array.of(0, 1, 2, 3), [2, 2]), 'wide.npy has the shape (2, 2).'],
    ['unnamed.csv', '1\n2\n', 'unnamed.csv has no column “label”.'],
    ['short.csv', 'id,label\na,1\nb\n', 'short.csv, row 1 (line 3): 1 cells where 2 are expected.'],
    ['empty.csv', 'id,label\na,\n', 'empty.csv, row 0 (line 2): the label is empty.'],
  ])('%s is refused', async (name, content, message) => {
    await expect(readLabelsFile(await written(name, content))).rejects.toMatchObject({
      code: 'bad-input',
      message,
    });
  });
});

describe('encodeNpy writes byte for byte what NumPy does', () => {
  const values = (name: string) => expected[name]?.values ?? [];
  test.each([
    ['float-little-f4-C.npy', (name: string) => encodeNpy(Float32Array.from(values(name)), [7, 3])],
    ['integer-little-i4.npy', (name: string) => encodeNpy(Int32Array.from(values(name)), [7, 3])],
  ])('%s', async (name, encode) => {
    expect(encode(name).equals(await readFile(fixture(name)))).toBe(true);
  });

  test('vector.npy, of float64', async () => {
    const bytes = await readFile(fixture('vector.npy'));
    const doubles = new Float64Array(Uint8Array.from(bytes.subarray(128)).buffer);
    expect(encodeNpy(doubles, [7]).equals(bytes)).toBe(true);
  });
});
