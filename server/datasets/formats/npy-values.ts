import { AppError } from '@/lib/errors';
import type { NpyHeader } from './npy-header';

interface ElementType {
  readonly bytes: number;
  readonly integer: boolean;
  /** native-endian bytes as numbers; no copy where the element has a typed array of its own */
  readonly view: (buffer: ArrayBuffer) => ArrayLike<number>;
}

/** The element types that hold real numbers. */
const ELEMENT_TYPES: Readonly<Record<string, ElementType>> = {
  f2: {
    bytes: 2,
    integer: false,
    view: (buffer) => Float32Array.from(new Uint16Array(buffer), halfToNumber),
  },
  f4: { bytes: 4, integer: false, view: (buffer) => new Float32Array(buffer) },
  f8: { bytes: 8, integer: false, view: (buffer) => new Float64Array(buffer) },
  i1: { bytes: 1, integer: true, view: (buffer) => new Int8Array(buffer) },
  i2: { bytes: 2, integer: true, view: (buffer) => new Int16Array(buffer) },
  i4: { bytes: 4, integer: true, view: (buffer) => new Int32Array(buffer) },
  i8: { bytes: 8, integer: true, view: (buffer) => Float64Array.from(new BigInt64Array(buffer), Number) },
  u1: { bytes: 1, integer: true, view: (buffer) => new Uint8Array(buffer) },
  u2: { bytes: 2, integer: true, view: (buffer) => new Uint16Array(buffer) },
  u4: { bytes: 4, integer: true, view: (buffer) => new Uint32Array(buffer) },
  u8: { bytes: 8, integer: true, view: (buffer) => Float64Array.from(new BigUint64Array(buffer), Number) },
  b1: { bytes: 1, integer: true, view: (buffer) => new Uint8Array(buffer) },
};

export function elementType(header: NpyHeader, name: string): ElementType {
  const type = ELEMENT_TYPES[header.type];
  if (type) return type;
  throw new AppError(
    'bad-input',
    `${name} holds values of the type “${header.type}”, which are not real numbers.`,
    "Convert it in NumPy: numpy.save(path, array.astype('float32')).",
  );
}

/** Values as they stand in a `.npy` file. The bytes may be changed in place. */
export function decodeValues(
  bytes: Uint8Array<ArrayBuffer>,
  type: ElementType,
  littleEndian: boolean,
): ArrayLike<number> {
  if (!littleEndian && type.bytes > 1) {
    const buffer = Buffer.from(bytes.buffer);
    if (type.bytes === 2) buffer.swap16();
    else if (type.bytes === 4) buffer.swap32();
    else buffer.swap64();
  }
  return type.view(bytes.buffer);
}

/** IEEE 754 half precision: 1 sign, 5 exponent, 10 fraction bits. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
