/** What the directory of a zip tells of a stored file. */
export interface ZipEntry {
  readonly path: string;
  readonly crc: number;
  readonly bytes: number;
  /** where its local header begins */
  readonly offset: number;
}

const VERSION = 45;
/** names are UTF-8 */
const FLAGS = 0x0800;
const STORED = 0;
/** 1 January 1980: the same files give the same zip, whenever it is made */
const DATE = 0x0021;
const REGULAR_FILE = 0o100644;
const UNIX = 3;
const LIMIT_32 = 0xffffffff;
const LIMIT_16 = 0xffff;

/** Sizes are known beforehand, since every file is stored as it is: images do not compress. */
export function localHeader({ path, crc, bytes }: ZipEntry): Buffer {
  const name = Buffer.from(path);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  writeCommon(header, 4, { crc, bytes, nameBytes: name.length });
  return Buffer.concat([header, name]);
}

export function directoryHeader({ path, crc, bytes, offset }: ZipEntry): Buffer {
  const name = Buffer.from(path);
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt8(VERSION, 4);
  header.writeUInt8(UNIX, 5);
  writeCommon(header, 6, { crc, bytes, nameBytes: name.length });
  header.writeUInt32LE((REGULAR_FILE << 16) >>> 0, 38);
  if (offset < LIMIT_32) {
    header.writeUInt32LE(offset, 42);
    return Buffer.concat([header, name]);
  }
  const extra = Buffer.alloc(12);
  extra.writeUInt16LE(0x0001, 0);
  extra.writeUInt16LE(8, 2);
  extra.writeBigUInt64LE(BigInt(offset), 4);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE(LIMIT_32, 42);
  return Buffer.concat([header, name, extra]);
}

function writeCommon(
  header: Buffer,
  at: number,
  entry: { readonly crc: number; readonly bytes: number; readonly nameBytes: number },
): void {
  header.writeUInt16LE(VERSION, at);
  header.writeUInt16LE(FLAGS, at + 2);
  header.writeUInt16LE(STORED, at + 4);
  header.writeUInt16LE(DATE, at + 8);
  header.writeUInt32LE(entry.crc, at + 10);
  header.writeUInt32LE(entry.bytes, at + 14);
  header.writeUInt32LE(entry.bytes, at + 18);
  header.writeUInt16LE(entry.nameBytes, at + 22);
}

/** What stands after the directory: with 64-bit numbers only where they are needed, since old programs know them badly. */
export function endOfZip(entries: number, directoryOffset: number, directoryBytes: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(entries, LIMIT_16), 8);
  end.writeUInt16LE(Math.min(entries, LIMIT_16), 10);
  end.writeUInt32LE(Math.min(directoryBytes, LIMIT_32), 12);
  end.writeUInt32LE(Math.min(directoryOffset, LIMIT_32), 16);
  const isSmall = entries < LIMIT_16 && directoryOffset < LIMIT_32 && directoryBytes < LIMIT_32;
  if (isSmall) return end;
  const large = Buffer.alloc(56);
  large.writeUInt32LE(0x06064b50, 0);
  large.writeBigUInt64LE(44n, 4);
  large.writeUInt16LE(VERSION, 12);
  large.writeUInt16LE(VERSION, 14);
  large.writeBigUInt64LE(BigInt(entries), 24);
  large.writeBigUInt64LE(BigInt(entries), 32);
  large.writeBigUInt64LE(BigInt(directoryBytes), 40);
  large.writeBigUInt64LE(BigInt(directoryOffset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(directoryOffset + directoryBytes), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([large, locator, end]);
}
