import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';

export interface ZipContent {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Unix mode, e.g. 0o120777 for a symbolic link */
  readonly mode?: number;
  readonly compress?: boolean;
}

/** A zip of these files in this order. */
export async function makeZip(files: readonly ZipContent[]): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const { path, bytes, mode, compress = false } of files) {
    zip.addBuffer(Buffer.from(bytes), path, { compress, ...(mode !== undefined && { mode }) });
  }
  zip.end();
  return buffer(zip.outputStream);
}

/** Writes another path of the same length over one, in both places where a zip names it: what yazl refuses to write. */
export function renameInZip(zip: Buffer, from: string, to: string): Buffer {
  if (from.length !== to.length) throw new Error('The names must be of the same length.');
  return Buffer.from(zip.toString('latin1').replaceAll(from, to), 'latin1');
}

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;

/** Changes a 16-bit field of the entry's two headers, given by its offset in the local one (the other is 2 further on). */
export function patchEntry(
  zip: Buffer,
  path: string,
  localOffset: number,
  change: (value: number) => number,
): Buffer {
  const patched = Buffer.from(zip);
  for (let at = patched.indexOf(path); at >= 0; at = patched.indexOf(path, at + 1)) {
    const local = patched.readUInt32LE(at - 30) === LOCAL_HEADER;
    const central = !local && at >= 46 && patched.readUInt32LE(at - 46) === CENTRAL_HEADER;
    if (!local && !central) continue;
    const field = local ? at - 30 + localOffset : at - 46 + localOffset + 2;
    patched.writeUInt16LE(change(patched.readUInt16LE(field)), field);
  }
  return patched;
}

/** Offsets in the local header. */
export const ZIP_FLAGS = 6;
export const ZIP_METHOD = 8;
