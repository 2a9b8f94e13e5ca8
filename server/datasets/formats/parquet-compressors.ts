import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Compressors } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';

/** What a page may become, beside a thousandfold of its bytes, which no codec exceeds on values that are not all alike. */
const PAGE_BYTES = 16 * 2 ** 20;
const RATIO = 1100;

type Decompress = NonNullable<Compressors[keyof Compressors]>;

/** Node's own, which end where more comes than was said; in JavaScript, damaged Brotli took all memory there is. */
const native: Compressors = {
  ...compressors,
  BROTLI: (input, length) => brotliDecompressSync(input, { maxOutputLength: Math.max(1, length) }),
  GZIP: (input, length) => gunzipSync(input, { maxOutputLength: Math.max(1, length) }),
};

/** How long a page is unpacked stands in the file, and may be anything: it is looked at before memory is taken. */
const bounded =
  (decompress: Decompress): Decompress =>
  (input, length) => {
    // LZ4 of nothing is a byte that the decompressor does not know; pages of dictionaries without words are such.
    if (length === 0) return new Uint8Array(0);
    if (length > PAGE_BYTES + RATIO * input.length) {
      throw new Error(`a page of ${input.length} bytes says that it holds ${length}`);
    }
    return decompress(input, length);
  };

/** Of all codecs that Parquet knows. */
export const parquetCompressors: Compressors = Object.fromEntries(
  Object.entries(native).map(([codec, decompress]) => [codec, bounded(decompress)]),
);
