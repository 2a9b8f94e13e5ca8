/**
 * The protobuf wire format, as much of it as ONNX files need: a message is its fields one after another, each a tag
 * (field number · 8 + wire type) and a value. https://protobuf.dev/programming-guides/encoding/
 */
export type Field = readonly [number: number, value: bigint | number | string | Uint8Array];

const VARINT = 0;
const LENGTH_DELIMITED = 2;

/** Bytes of one message. Integers become varints; strings, bytes and nested messages are preceded by their length. */
export function encodeMessage(fields: readonly Field[]): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  for (const [number, value] of fields) {
    if (typeof value === 'number' || typeof value === 'bigint') {
      parts.push(encodeVarint(number * 8 + VARINT), encodeVarint(value));
    } else {
      const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
      parts.push(encodeVarint(number * 8 + LENGTH_DELIMITED), encodeVarint(bytes.length), bytes);
    }
  }
  const message = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    message.set(part, offset);
    offset += part.length;
  }
  return message;
}

/** Seven bits a byte, lowest first; a negative integer takes the ten bytes of its 64-bit two's complement. */
function encodeVarint(value: bigint | number): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest >= 128n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
