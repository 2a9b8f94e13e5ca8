import type { DataReader } from 'hyparquet';
import { readVarInt } from 'hyparquet/src/thrift.js';

/** Values of a bit-packed run come eight at a time, and writers fill up what they began. */
const PADDING = 504;

/**
 * Walks values that are run-length encoded and bit-packed, as the parser does after it: a run repeats as often as it says
 * there, whether or not there is room for so many.
 *
 * @param reader is left behind what was walked
 * @param width bits a value
 * @param values how many there are
 * @param length bytes of all runs; told before them where it is not given
 * @throws Error for a run that holds more than there are, RangeError for one that is cut off
 */
export function checkRuns(reader: DataReader, width: number, values: number, length?: number): void {
  const bytes = length ?? readLength(reader);
  const end = reader.offset + bytes;
  for (let seen = 0; seen < values;) {
    const header = readVarInt(reader);
    const isPacked = (header & 1) === 1;
    const count = isPacked ? (header >> 1) * 8 : header >>> 1;
    if (count < 0 || count > values - seen + (isPacked ? PADDING : 0)) {
      throw new Error(`a run says that it holds ${count} values where there are ${values - seen}`);
    }
    // The parser looks at a first byte, if there is one, before it knows how many it needs.
    const first = Math.min(1, reader.view.byteLength - reader.offset);
    reader.offset += isPacked ? Math.max(first, Math.ceil((count * width) / 8)) : (width + 7) >> 3;
    if (reader.offset > reader.view.byteLength) throw new RangeError('a run is cut off');
    seen += count;
  }
  reader.offset = end;
}

function readLength(reader: DataReader): number {
  const length = reader.view.getUint32(reader.offset, true);
  reader.offset += 4;
  return length;
}
