import type { ColumnMetaData, DataReader, PageHeader, SchemaTree } from 'hyparquet';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { deltaBinaryUnpack } from 'hyparquet/src/delta.js';
import { readRleBitPackedHybrid } from 'hyparquet/src/encoding.js';
import { getMaxDefinitionLevel, getMaxRepetitionLevel } from 'hyparquet/src/schema.js';
import { parquetCompressors } from './parquet-compressors';
import { checkRuns } from './parquet-runs';

/** What texts of a page that begin as the one before them may come to, beside so many times the page. */
const SHARED_BYTES = 2 ** 25;
const SHARED_RATIO = 64;

export interface ParquetLeaf {
  readonly column: ColumnMetaData;
  readonly schemaPath: SchemaTree[];
}

interface Levels {
  readonly repetition: number;
  readonly definition: number;
}

/** How a page's levels and values are stored, whichever version it is of. */
interface Encoded {
  readonly reader: DataReader;
  readonly encoding: string | undefined;
  readonly values: number;
  readonly version: 1 | 2;
}

/**
 * What a page unpacks to must be no more than it says of itself: the parser takes memory for whatever runs and lengths
 * within it say.
 *
 * @throws Error
 */
export function checkPageBody(header: PageHeader, bytes: Uint8Array, leaf: ParquetLeaf): void {
  const levels = {
    repetition: getMaxRepetitionLevel(leaf.schemaPath),
    definition: getMaxDefinitionLevel(leaf.schemaPath),
  };
  if (header.type === 'DATA_PAGE') checkFirstVersion(header, bytes, leaf, levels);
  else if (header.type === 'DATA_PAGE_V2') checkSecondVersion(header, bytes, leaf, levels);
}

/** Levels and values are packed together. */
function checkFirstVersion(header: PageHeader, bytes: Uint8Array, leaf: ParquetLeaf, levels: Levels): void {
  const { num_values: values = 0, encoding } = header.data_page_header ?? {};
  const isPlain = isUnpacked(encoding);
  if (isPlain && levels.repetition === 0 && levels.definition === 0) return;
  const reader = readerOf(
    decompressPage(bytes, header.uncompressed_page_size, leaf.column.codec, parquetCompressors),
  );
  if (levels.repetition > 0) checkRuns(reader, widthOf(levels.repetition), values);
  const start = reader.offset;
  if (levels.definition > 0) checkRuns(reader, widthOf(levels.definition), values);
  if (isPlain) return;
  const present =
    levels.definition > 0
      ? countPresent({ view: reader.view, offset: start }, levels.definition, values)
      : values;
  checkValues({ reader, encoding, values: present, version: 1 }, leaf.column);
}

/** Levels lie before what is packed. */
function checkSecondVersion(header: PageHeader, bytes: Uint8Array, leaf: ParquetLeaf, levels: Levels): void {
  const page = header.data_page_header_v2;
  if (!page) return;
  const { num_values: values, num_nulls: nulls } = page;
  const { repetition_levels_byte_length: repetition, definition_levels_byte_length: definition } = page;
  const isSound = [
    ...[nulls >= 0, nulls <= values, repetition >= 0, definition >= 0],
    repetition + definition <= bytes.length,
  ].every(Boolean);
  if (!isSound) throw new Error(`a page of ${values} values says that ${nulls} of them are none`);
  const reader = readerOf(bytes);
  if (levels.repetition > 0) checkRuns(reader, widthOf(levels.repetition), values, repetition);
  reader.offset = repetition;
  if (levels.definition > 0) checkRuns(reader, widthOf(levels.definition), values, definition);
  if (isUnpacked(page.encoding)) return;
  const packed = bytes.subarray(repetition + definition);
  const unpackedBytes = header.uncompressed_page_size - repetition - definition;
  const unpacked =
    page.is_compressed === false
      ? packed
      : decompressPage(packed, unpackedBytes, leaf.column.codec, parquetCompressors);
  const { encoding } = page;
  checkValues({ reader: readerOf(unpacked), encoding, values: values - nulls, version: 2 }, leaf.column);
}

function checkValues({ reader, encoding, values, version }: Encoded, { type }: ColumnMetaData): void {
  if (encoding === 'RLE' && type === 'BOOLEAN') checkRuns(reader, 1, values);
  else if (encoding === 'RLE' || encoding?.endsWith('_DICTIONARY')) {
    const width = reader.view.getUint8(reader.offset++);
    // Without any bits only the first version of pages has no runs to the parser.
    if (width > 0 || version === 2) checkRuns(reader, width, values, reader.view.byteLength - reader.offset);
  } else if (encoding === 'DELTA_BYTE_ARRAY') checkSharedBeginnings(reader, values);
}

/** Each text says how much of the one before it is its beginning: few bytes, many texts as long as the longest. */
function checkSharedBeginnings(reader: DataReader, values: number): void {
  const shared = new Int32Array(values);
  deltaBinaryUnpack(reader, values, shared);
  const bytes = shared.reduce((sum, one) => sum + Math.abs(one), 0);
  const most = SHARED_BYTES + SHARED_RATIO * reader.view.byteLength;
  if (bytes > most) throw new Error(`texts of a page say that they share ${bytes} bytes`);
}

/** Each value takes as many bytes as it says, and the parser ends where there are none. */
const isUnpacked = (encoding: string | undefined) => encoding === 'PLAIN' || encoding === 'BYTE_STREAM_SPLIT';

/** How many values are not null, of levels whose runs were looked at. */
function countPresent(reader: DataReader, most: number, values: number): number {
  const levels = new Uint8Array(values);
  readRleBitPackedHybrid(reader, widthOf(most), levels);
  let present = 0;
  for (const level of levels) if (level === most) present++;
  return present;
}

const readerOf = (bytes: Uint8Array): DataReader => ({
  view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  offset: 0,
});

/** Bits that a level of so many takes. */
const widthOf = (levels: number): number => 32 - Math.clz32(levels);
