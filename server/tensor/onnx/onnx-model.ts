import { encodeMessage } from './wire-format';
import type { Field } from './wire-format';

/** Element types by their numbers in onnx.proto. */
export const ELEMENT_TYPES = { float32: 1, int32: 6, int64: 7, float64: 11 } as const;
type ElementType = keyof typeof ELEMENT_TYPES;

/** A dimension is a number or, where it differs from run to run, a name. */
type Shape = readonly (number | string)[];

/** Integers and lists of integers are enough for the operators used here. */
type Attributes = Readonly<Record<string, number | readonly number[]>>;

/** Opset 17 with format 8 (ONNX 1.12): old enough for every ONNX Runtime of recent years. */
const OPERATOR_SET = 17;
const FORMAT_VERSION = 8;

const ATTRIBUTE_INTEGER = 2;
const ATTRIBUTE_INTEGERS = 7;

/**
 * Writes an ONNX model: values in, nodes one after another, values out. The field numbers are those of onnx.proto
 * (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
 *
 * Methods return the name of the value that they make, so that a graph reads like the formula that it computes.
 */
export class OnnxModel {
  private readonly operators: Field[] = [];
  private readonly constants: Field[] = [];
  private readonly inputs: Field[] = [];
  private readonly outputs: Field[] = [];

  input(name: string, type: ElementType, shape: Shape): string {
    this.inputs.push([11, encodeValue(name, type, shape)]);
    return name;
  }

  /** The last operator on the way to a result that the caller gets. */
  output(
    name: string,
    shape: Shape,
    operator: string,
    inputs: readonly string[],
    attributes: Attributes = {},
    type: ElementType = 'float32',
  ): void {
    this.addNode([name], operator, inputs, attributes);
    this.outputs.push([12, encodeValue(name, type, shape)]);
  }

  /** A float32 scalar. */
  scalar(value: number): string {
    return this.constant('float32', [], new Uint8Array(Float32Array.of(value).buffer));
  }

  /** A list of float32. */
  floats(...values: number[]): string {
    return this.constant('float32', [values.length], new Uint8Array(Float32Array.from(values).buffer));
  }

  /** A list of int64, as shapes and axes are given. */
  integers(...values: number[]): string {
    return this.constant('int64', [values.length], new Uint8Array(BigInt64Array.from(values, BigInt).buffer));
  }

  /** float32 values of any shape, row-major. */
  tensor(values: Float32Array, shape: readonly number[]): string {
    return this.constant('float32', shape, new Uint8Array(values.slice().buffer));
  }

  /** One operator with several results, whose names are returned. */
  nodes(
    operator: string,
    inputs: readonly string[],
    count: number,
    attributes: Attributes = {},
  ): readonly string[] {
    const results = Array.from(
      { length: count },
      (_, index) => `${operator}-${this.operators.length}-${index}`,
    );
    this.addNode(results, operator, inputs, attributes);
    return results;
  }

  /** One operator with one result, whose name is returned. */
  node(operator: string, inputs: readonly string[], attributes: Attributes = {}): string {
    const result = `${operator}-${this.operators.length}`;
    this.addNode([result], operator, inputs, attributes);
    return result;
  }

  /** @returns the file, ready for a session */
  toBytes(): Uint8Array<ArrayBuffer> {
    const graph = encodeMessage([
      ...this.operators,
      [2, 'winnow'],
      ...this.constants,
      ...this.inputs,
      ...this.outputs,
    ]);
    const operatorSet = encodeMessage([
      [1, ''],
      [2, OPERATOR_SET],
    ]);
    return encodeMessage([
      [1, FORMAT_VERSION],
      [2, 'winnow'],
      [7, graph],
      [8, operatorSet],
    ]);
  }

  private addNode(
    results: readonly string[],
    operator: string,
    inputs: readonly string[],
    attributes: Attributes,
  ): void {
    this.operators.push([
      1,
      encodeMessage([
        ...inputs.map((input): Field => [1, input]),
        ...results.map((result): Field => [2, result]),
        [4, operator],
        ...Object.entries(attributes).map(([key, value]): Field => [5, encodeAttribute(key, value)]),
      ]),
    ]);
  }

  private constant(type: ElementType, dimensions: readonly number[], bytes: Uint8Array): string {
    const name = `constant-${this.constants.length}`;
    this.constants.push([
      5,
      encodeMessage([
        ...dimensions.map((dimension): Field => [1, dimension]),
        [2, ELEMENT_TYPES[type]],
        [8, name],
        [9, bytes],
      ]),
    ]);
    return name;
  }
}

function encodeValue(name: string, type: ElementType, shape: Shape): Uint8Array {
  const dimensions = shape.map((size): Field => [
    1,
    encodeMessage([[typeof size === 'string' ? 2 : 1, size]]),
  ]);
  const tensorType = encodeMessage([
    [1, ELEMENT_TYPES[type]],
    [2, encodeMessage(dimensions)],
  ]);
  return encodeMessage([
    [1, name],
    [2, encodeMessage([[1, tensorType]])],
  ]);
}

function encodeAttribute(name: string, value: number | readonly number[]): Uint8Array {
  if (typeof value === 'number') {
    return encodeMessage([
      [1, name],
      [3, value],
      [20, ATTRIBUTE_INTEGER],
    ]);
  }
  return encodeMessage([[1, name], ...value.map((item): Field => [8, item]), [20, ATTRIBUTE_INTEGERS]]);
}
