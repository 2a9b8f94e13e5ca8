import type { FileHandle } from 'node:fs/promises';
import { AppError } from '@/lib/errors';
import { readExactly, truncated } from './file-bytes';

export const NPY_MAGIC = Buffer.from('\x93NUMPY', 'latin1');

export interface NpyHeader {
  /** kind and bytes an element, e.g. `f4`, `i8`, `u1`, `b1` */
  readonly type: string;
  readonly littleEndian: boolean;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** where the values begin */
  readonly dataOffset: number;
}

const REMEDY = 'Save it with numpy.save as a plain array of numbers.';

/** Reads the header of a `.npy` file, versions 1 to 3 (numpy/lib/format.py). */
export async function readNpyHeader(handle: FileHandle, name: string): Promise<NpyHeader> {
  const { size } = await handle.stat();
  if (size < 10) throw new AppError('bad-input', `${name} is too short to be a .npy file.`, REMEDY);
  const prefix = Buffer.from(await readExactly(handle, 0, Math.min(12, size), name));
  if (!prefix.subarray(0, 6).equals(NPY_MAGIC)) {
    throw new AppError('bad-input', `${name} does not begin as a .npy file does.`, REMEDY);
  }
  const version = prefix[6] as number;
  if (version < 1 || version > 3) {
    throw new AppError(
      'bad-input',
      `${name} is a .npy file of version ${version}; 1 to 3 are known.`,
      REMEDY,
    );
  }
  const lengthBytes = version === 1 ? 2 : 4;
  if (prefix.length < 8 + lengthBytes) throw truncated(name, 8 + lengthBytes, size);
  const headerLength = version === 1 ? prefix.readUInt16LE(8) : prefix.readUInt32LE(8);
  if (headerLength > 2 ** 20)
    throw new AppError('bad-input', `${name}: its .npy header makes no sense.`, REMEDY);
  const header = await readExactly(handle, 8 + lengthBytes, headerLength, name);
  const text = Buffer.from(header).toString(version === 3 ? 'utf8' : 'latin1');
  return { ...parseHeader(text, name), dataOffset: 8 + lengthBytes + headerLength };
}

/** The header is the text of a Python dict, e.g. `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`. */
function parseHeader(text: string, name: string): Omit<NpyHeader, 'dataOffset'> {
  const type = /['"]descr['"]\s*:\s*['"]([<>|=]?)([a-zA-Z])(\d*)['"]/.exec(text);
  const order = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(text);
  const shape = /['"]shape['"]\s*:\s*\(([\d\s,L]*)\)/.exec(text);
  if (!type || !order || !shape) {
    throw new AppError('bad-input', `${name} does not hold a plain array of numbers.`, REMEDY);
  }
  return {
    type: `${type[2]}${type[3]}`,
    littleEndian: type[1] !== '>',
    fortranOrder: order[1] === 'True',
    shape: (shape[1] as string)
      .split(',')
      .map((part) => part.replace('L', '').trim())
      .filter((part) => part !== '')
      .map(Number),
  };
}
