import { describe, expect, it } from 'vitest';
import { encodeMessage } from '@/server/tensor/onnx/wire-format';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** The examples of https://protobuf.dev/programming-guides/encoding/ */
describe('encodeMessage', () => {
  it('writes integers seven bits a byte', () => {
    expect(hex(encodeMessage([[1, 150]]))).toBe('089601');
    expect(hex(encodeMessage([[1, 0]]))).toBe('0800');
  });

  it('writes a negative integer as 64-bit two’s complement', () => {
    expect(hex(encodeMessage([[1, -2]]))).toBe('08feffffffffffffffff01');
  });

  it('writes strings and messages with their length', () => {
    expect(hex(encodeMessage([[2, 'testing']]))).toBe('120774657374696e67');
    expect(hex(encodeMessage([[3, encodeMessage([[1, 150]])]]))).toBe('1a03089601');
  });

  it('writes field numbers above 15 in two bytes, and fields in the order given', () => {
    expect(
      hex(
        encodeMessage([
          [20, 7],
          [1, 1],
        ]),
      ),
    ).toBe('a001070801');
  });
});
