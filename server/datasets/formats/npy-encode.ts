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
  const shapeText = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': ${shapeText}, }`;
  // NumPy aligns the values to 64 bytes; the header ends with a line break.
  const headerLength = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const bytes = Buffer.alloc(10 + headerLength + data.byteLength);
  NPY_MAGIC.copy(bytes);
  bytes[6] = 1;
  bytes.writeUInt16LE(headerLength, 8);
  bytes.write(text.padEnd(headerLength - 1) + '\n', 10, 'latin1');
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 10 + headerLength);
  return bytes;
}
