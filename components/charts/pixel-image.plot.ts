/** Pixels of one colour a value; small enough to stand inside a drawing. */
export interface PixelImage {
  readonly width: number;
  readonly height: number;
  /** red, green, blue of each pixel, row by row */
  readonly colors: Uint8Array;
}

/**
 * A PNG as a data URL, without a canvas, so that servers draw what pages do. Pixels are stored as they are: images here
 * are of some ten thousand pixels.
 */
export function pngDataUrl({ width, height, colors }: PixelImage): string {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 2, 0, 0, 0], 8); // eight bits each of red, green and blue
  const bytes = concatenate([
    Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10),
    chunk('IHDR', header),
    chunk('IDAT', storedZlib(withFilters(colors, width, height))),
    chunk('IEND', new Uint8Array(0)),
  ]);
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return `data:image/png;base64,${btoa(text)}`;
}

/** Each row begins with its filter: none. */
function withFilters(colors: Uint8Array, width: number, height: number): Uint8Array {
  const rows = new Uint8Array((width * 3 + 1) * height);
  for (let row = 0; row < height; row++) {
    rows.set(colors.subarray(row * width * 3, (row + 1) * width * 3), row * (width * 3 + 1) + 1);
  }
  return rows;
}

const LONGEST_BLOCK = 0xffff;

/** RFC 1950 and 1951: blocks that are not compressed. */
function storedZlib(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(0x78, 0x01)];
  for (let from = 0; from < bytes.length; from += LONGEST_BLOCK) {
    const block = bytes.subarray(from, from + LONGEST_BLOCK);
    const isLast = from + LONGEST_BLOCK >= bytes.length;
    const [low, high] = [block.length & 255, block.length >> 8];
    parts.push(Uint8Array.of(isLast ? 1 : 0, low, high, ~low & 255, ~high & 255), block);
  }
  let [first, second] = [1, 0];
  for (const byte of bytes) {
    first = (first + byte) % 65521;
    second = (second + first) % 65521;
  }
  parts.push(bigEndian(((second << 16) | first) >>> 0));
  return concatenate(parts);
}

function chunk(type: string, content: Uint8Array): Uint8Array {
  const named = concatenate([Uint8Array.from(type, (letter) => letter.charCodeAt(0)), content]);
  return concatenate([bigEndian(content.length), named, bigEndian(crc32(named))]);
}

function crc32(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  }
  return (rest ^ 0xffffffff) >>> 0;
}

function bigEndian(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}
