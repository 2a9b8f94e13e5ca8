import { AppError } from '@/lib/errors';
import { NPY_MAGIC } from './npy-header';

/**
 * An array as the bytes of a `.npy` file, version 1, little-endian, C order. The values are copied once.
 *
 * @param shape e.g. `[rows, columns]`, or `[n]` for a vector
 */
export function encodeNpy(data: Float32Array | Float64Array | Int32Array, shape: readonly number[]): Buffer {
  const size = shape.reduce((product, length) => product * length, 1);
  if (size !== data.length) {
    throw new AppError(
      'internal',
      `An array of shape (${shape.join(', ')}) needs ${size} values, not ${data.length}.`,
    );
  }
  const type = data instanceof Float32Array ? '<f4' : data instanceof Float64Array ? '<f8' : '<i4';
  const header = npyHeader(type, shape);
  const bytes = Buffer.alloc(header.length + data.byteLength);
  header.copy(bytes);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), header.length);
  return bytes;
}

/** The header of a `.npy`, version 1, C order. NumPy aligns the values to 64 bytes; at least `length` bytes are taken. */
export function npyHeader(type: string, shape: readonly number[], length = 0): Buffer {
  const shapeText = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': ${shapeText}, }`;
  const bytes = Buffer.alloc(Math.max(length, Math.ceil((10 + text.length + 1) / 64) * 64), ' ');
  NPY_MAGIC.copy(bytes);
  bytes[6] = 1;
  bytes[7] = 0;
  bytes.writeUInt16LE(bytes.length - 10, 8);
  bytes.write(text, 10, 'latin1');
  bytes[bytes.length - 1] = 10;
  return bytes;
}
