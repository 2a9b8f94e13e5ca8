import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PageHeader, SchemaElement } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { parquetCompressors } from '@/server/datasets/formats/parquet-compressors';
import { openParquetSource } from '@/server/datasets/formats/parquet-source';
import { openParquetRows } from '@/server/files/formats/parquet/parquet-reader';
import {
  floats,
  FLOATS,
  LIST,
  page,
  run,
  sized,
  writeParquet,
  type WrittenFile,
  type WrittenPage,
} from '../../support/hostile-parquet';
import { temporaryFolder } from '../../support/temporary-folder';

type SecondHeader = NonNullable<PageHeader['data_page_header_v2']>;

const MANY = 2 ** 29;
const column = { schema: [FLOATS], path: ['x'] };
const list = { schema: LIST, path: ['x', 'list', 'element'] };
const texts: SchemaElement = { name: 'x', type: 'BYTE_ARRAY', repetition_type: 'REQUIRED' };

/** A page of the second version, whose three parts are not packed. */
function secondPage(
  [repetition, definition, values]: readonly [Uint8Array, Uint8Array, Uint8Array],
  said: Partial<SecondHeader>,
): WrittenPage {
  const header: SecondHeader = {
    ...{ num_values: 2, num_nulls: 0, num_rows: 2, encoding: 'PLAIN', is_compressed: false },
    repetition_levels_byte_length: repetition.length,
    definition_levels_byte_length: definition.length,
    ...said,
  };
  return {
    header: { type: 'DATA_PAGE_V2', data_page_header_v2: header },
    body: Buffer.concat([repetition, definition, values]),
  };
}

const dictionary: WrittenPage = {
  header: { type: 'DICTIONARY_PAGE', dictionary_page_header: { num_values: 1, encoding: 'PLAIN' } },
  body: floats(7),
};
const two = Buffer.concat([sized(run(2, 1)), floats(1, 2)]);
const none = new Uint8Array();
/** Two rows with a list of one number each, and what their levels say of it. */
const lists = (repetition: Uint8Array, definition: Uint8Array) =>
  page(2, Buffer.concat([sized(repetition), sized(definition), floats(1, 2)]));

async function read(file: WrittenFile): Promise<number[]> {
  const path = join(await temporaryFolder(), 'x.parquet');
  await writeFile(path, writeParquet(file));
  const read: number[] = [];
  for await (const { values } of (await openParquetSource(path)).blocks()) read.push(...values.data);
  return read;
}

describe('a Parquet file of few bytes', () => {
  it.each<[string, WrittenFile]>([
    ['values, some of them null', { ...column, rows: 2, pages: [page(2, two)] }],
    ['lists', { ...list, rows: 2, pages: [lists(run(2, 0), run(2, 3))] }],
    [
      'a dictionary',
      {
        ...column,
        rows: 2,
        pages: [
          dictionary,
          page(2, Buffer.concat([sized(run(2, 1)), Buffer.of(1), run(2, 0)]), 'RLE_DICTIONARY'),
        ],
      },
    ],
    [
      'pages of the second version',
      { ...column, rows: 2, pages: [secondPage([none, run(2, 1), floats(1, 2)], {})] },
    ],
  ])('is read where it says the truth: %s', async (_, file) => {
    expect(await read(file)).toHaveLength(2);
  });

  it.each<[string, WrittenFile, RegExp]>([
    [
      'nulls repeat for ever',
      { ...column, rows: 2, pages: [page(2, Buffer.concat([sized(run(MANY, 1)), floats(1, 2)]))] },
      /a run says that it holds 536870912 values where there are 2/,
    ],
    ['lists go on for ever', { ...list, rows: 2, pages: [lists(run(MANY, 1), run(2, 3))] }, /a run says/],
    [
      'a word of the dictionary repeats for ever',
      {
        ...column,
        rows: 2,
        pages: [
          dictionary,
          page(2, Buffer.concat([sized(run(2, 1)), Buffer.of(1), run(MANY, 0)]), 'RLE_DICTIONARY'),
        ],
      },
      /a run says/,
    ],
    [
      'a packed run counts below zero',
      {
        ...column,
        rows: 2,
        pages: [
          dictionary,
          secondPage([none, run(2, 1), Buffer.of(0, 0xff, 0xff, 0xff, 0xff, 0x0f)], {
            encoding: 'RLE_DICTIONARY',
          }),
        ],
      },
      /a run says/,
    ],
    [
      'levels of the second version repeat for ever',
      { ...column, rows: 2, pages: [secondPage([none, run(MANY, 1), floats(1, 2)], {})] },
      /a run says/,
    ],
    [
      'fewer than none are null',
      { ...column, rows: 2, pages: [secondPage([none, run(2, 1), floats(1, 2)], { num_nulls: -MANY })] },
      /2 values says that -536870912 of them are none/,
    ],
    [
      'a page is of two kinds, one of them small',
      {
        ...column,
        rows: 2,
        pages: [
          {
            header: {
              ...page(2, none).header,
              ...secondPage([none, none, none], { num_values: MANY }).header,
            },
            body: Buffer.concat([run(MANY, 1), floats(1, 2)]),
          },
        ],
      },
      /a page of the column “x” says that it holds 536870912 values/,
    ],
    [
      'pages come after the last one',
      { ...list, rows: 2, pages: [lists(run(2, 0), run(2, 3)), lists(run(2, 0), run(2, 3))] },
      /a page of the column “x.list.element” says that it holds 2 values/,
    ],
    [
      'texts share their beginnings',
      {
        schema: [texts],
        path: ['x'],
        rows: 128,
        pages: [page(128, sharedBeginnings(), 'DELTA_BYTE_ARRAY')],
      },
      /texts of a page say that they share \d{9,} bytes/,
    ],
    [
      'there are more rows than values',
      { ...column, rows: MANY, values: 2, pages: [page(2, two)] },
      /the column “x” says that it has 2 values in 536870912 rows/,
    ],
    [
      'a column says that it is long',
      { ...column, rows: MANY, bytes: 2 ** 40, pages: [page(2, two)] },
      /536870912 values in \d{3} bytes, too many to hold/,
    ],
    [
      'values are of a type that holds itself',
      {
        schema: [
          { name: 'x', repetition_type: 'OPTIONAL', num_children: 1, logical_type: { type: 'VARIANT' } },
          { name: 'value', type: 'BYTE_ARRAY', repetition_type: 'REQUIRED' },
        ],
        path: ['x', 'value'],
        rows: 1,
        pages: [page(1, Buffer.concat([sized(run(1, 1)), sized(Buffer.of(0))]))],
      },
      /is of a type that is not read/,
    ],
    [
      'lists lie in lists in lists in lists',
      {
        schema: [
          ...Array.from({ length: 5 }, () => ({
            ...{ name: 'x', repetition_type: 'REPEATED' as const, num_children: 1 },
          })),
          { name: 'x', type: 'FLOAT', repetition_type: 'REQUIRED' },
        ],
        path: Array.from({ length: 6 }, () => 'x'),
        rows: 1,
        pages: [page(1, none)],
      },
      /nested too deep/,
    ],
  ])('is refused before it takes memory: %s', async (_, file, message) => {
    const path = join(await temporaryFolder(), 'x.parquet');
    await writeFile(path, writeParquet(file));
    const rows = async () => {
      for await (const row of (await openParquetRows(path, 'x.parquet')).rows()) void row;
    };
    await expect(rows()).rejects.toThrow(message);
  });

  it('is refused where rows without a list make it wide', async () => {
    const [wide, rows] = [2 ** 16, 2 ** 16];
    const levels = [
      Buffer.concat([run(1, 0), run(wide - 1, 1), run(rows - 1, 0)]),
      Buffer.concat([run(wide, 3), run(rows - 1, 0)]),
    ] as const;
    const values = wide + rows - 1;
    const body = Buffer.concat([...levels.map(sized), Buffer.of(1), run(wide, 0)]);
    const file = { ...list, rows, values, pages: [dictionary, page(values, body, 'RLE_DICTIONARY')] };
    await expect(read(file)).rejects.toThrow('65536 rows × 65536 columns is too large to hold');
  });

  it('is read where its pages are, not where its index says', async () => {
    const hostile = lists(run(MANY, 1), run(2, 3));
    expect(await read({ ...list, rows: 2, pages: [lists(run(2, 0), run(2, 3))], indexed: hostile })).toEqual([
      1, 2,
    ]);
  });
});

it('nothing, packed as LZ4 says (one token of zero), is nothing', () => {
  expect(parquetCompressors.LZ4_RAW?.(Uint8Array.of(0), 0)).toEqual(new Uint8Array(0));
});

/** A text of a megabyte, and 127 more that are the same but for nothing. */
function sharedBeginnings(): Buffer {
  const length = 2 ** 20;
  return Buffer.concat([deltas(128, 0, length), deltas(128, length, -length), Buffer.alloc(length, 'a')]);
}

/** 128 numbers as their differences: the first, the second by so much more, all others as the second. */
function deltas(count: number, first: number, second: number): Buffer {
  const zigzag = (value: number) => varint(value >= 0 ? value * 2 : -value * 2 - 1);
  const packed = Buffer.alloc(32 * 4);
  const least = Math.min(0, second);
  packed.writeUInt32LE(second - least, 0);
  for (let index = 1; index < 32; index++) packed.writeUInt32LE(-least, index * 4);
  const rest = Buffer.alloc(32 * 4 * 3);
  for (let index = 0; index < 96; index++) rest.writeUInt32LE(-least, index * 4);
  return Buffer.concat([
    ...[varint(128), varint(4), varint(count), zigzag(first)],
    ...[zigzag(least), Buffer.of(32, 32, 32, 32), packed, rest],
  ]);
}

function varint(value: number): Buffer {
  const bytes = [];
  let left = value;
  for (; left > 127; left = Math.floor(left / 128)) bytes.push((left % 128) | 128);
  return Buffer.from([...bytes, left]);
}
