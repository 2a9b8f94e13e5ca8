import {
  FILTER_SIDE,
  outputImage,
  type ConvolutionLayer,
  type DenseLayer,
  type Layer,
  type MaxPoolLayer,
  type ParameterBlock,
} from '@/lib/surrogates/network';
import { addProduct, addTransposedProduct, productWithTransposed } from './products';

/** What a layer makes of `rows` examples, and how slopes of the loss go back through it. */
export interface LayerPass {
  readonly outputs: Float64Array;
  /** what its parameters met, and with which slopes; null for layers without parameters */
  readonly weighted: WeightedPass | null;
  /** Adds to the gradient of the parameters. @returns slopes by the layer's inputs */
  back(slopes: Float64Array, gradient: Float64Array): Float64Array;
}

/** The inputs and slopes of a layer's parameters, position after position within an example. */
export interface WeightedPass {
  readonly positions: number;
  /** rows · positions × inputs */
  readonly seen: Float64Array;
  /** slopes by the layer's outputs as rows · positions × outputs */
  met(slopes: Float64Array): Float64Array;
}

/** One layer, one minibatch. The block says where the layer's parameters and their gradient lie. */
export function passLayer(
  layer: Layer,
  block: ParameterBlock | null,
  parameters: Float64Array,
  inputs: Float64Array,
  rows: number,
): LayerPass {
  if (layer.kind === 'rectifier') return rectify(inputs);
  if (layer.kind === 'max-pool') return pool(layer, inputs, rows);
  if (!block) throw new RangeError(`The layer “${layer.kind}” has no parameters.`);
  return layer.kind === 'dense'
    ? multiply(layer, block, parameters, inputs, rows)
    : convolve(layer, block, parameters, inputs, rows);
}

function rectify(inputs: Float64Array): LayerPass {
  return {
    outputs: inputs.map((value) => Math.max(0, value)),
    weighted: null,
    back: (slopes) => slopes.map((slope, index) => ((inputs[index] as number) > 0 ? slope : 0)),
  };
}

function multiply(
  { inputs: inner, outputs: columns }: Pick<DenseLayer, 'inputs' | 'outputs'>,
  { offset }: ParameterBlock,
  parameters: Float64Array,
  inputs: Float64Array,
  rows: number,
): LayerPass {
  const shape = { rows, inner, columns };
  const weights = parameters.subarray(offset, offset + inner * columns);
  const biasOffset = offset + inner * columns;
  const outputs = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    outputs.set(parameters.subarray(biasOffset, biasOffset + columns), row * columns);
  }
  addProduct(outputs, inputs, weights, shape);
  return {
    outputs,
    weighted: { positions: 1, seen: inputs, met: (slopes) => slopes },
    back(slopes, gradient) {
      addTransposedProduct(gradient.subarray(offset, biasOffset), inputs, slopes, shape);
      for (let index = 0; index < slopes.length; index++) {
        const place = biasOffset + (index % columns);
        gradient[place] = (gradient[place] as number) + (slopes[index] as number);
      }
      return productWithTransposed(slopes, weights, shape);
    },
  };
}

/** A product of the patches under the filters with the filters. */
function convolve(
  layer: ConvolutionLayer,
  block: ParameterBlock,
  parameters: Float64Array,
  inputs: Float64Array,
  rows: number,
): LayerPass {
  const { height, width } = outputImage(layer);
  const pixels = height * width;
  const patches = new Float64Array(rows * pixels * block.rows);
  forEachTap(layer, rows, (patch, place) => (patches[patch] = inputs[place] as number));
  const dense = { inputs: block.rows, outputs: block.columns };
  const product = multiply(dense, block, parameters, patches, rows * pixels);
  const met = (slopes: Float64Array) => swapInner(slopes, block.columns, pixels);
  return {
    outputs: swapInner(product.outputs, pixels, block.columns),
    weighted: { positions: pixels, seen: patches, met },
    back(slopes, gradient) {
      const ofPatches = product.back(met(slopes), gradient);
      const ofInputs = new Float64Array(inputs.length);
      forEachTap(layer, rows, (patch, place) => {
        ofInputs[place] = (ofInputs[place] as number) + (ofPatches[patch] as number);
      });
      return ofInputs;
    },
  };
}

/** Each value of each patch that lies within the image, with its place in the image. */
function forEachTap(
  layer: ConvolutionLayer,
  rows: number,
  visit: (patch: number, place: number) => void,
): void {
  const { image, padding } = layer;
  const { height, width } = outputImage(layer);
  let patch = 0;
  for (let row = 0; row < rows; row++) {
    for (let pixel = 0; pixel < height * width; pixel++) {
      for (let channel = 0; channel < image.channels; channel++) {
        for (let tap = 0; tap < FILTER_SIDE ** 2; tap++, patch++) {
          const y = Math.floor(pixel / width) + Math.floor(tap / FILTER_SIDE) - padding;
          const x = (pixel % width) + (tap % FILTER_SIDE) - padding;
          if (y < 0 || y >= image.height || x < 0 || x >= image.width) continue;
          visit(patch, ((row * image.channels + channel) * image.height + y) * image.width + x);
        }
      }
    }
  }
}

/** Matrices of outer × inner, one after the other, each transposed: pixels of channels and channels of pixels. */
export function swapInner(values: Float64Array, outer: number, inner: number): Float64Array {
  const size = outer * inner;
  return values.map((_, place) => {
    const within = place % size;
    return values[place - within + (within % outer) * inner + Math.floor(within / outer)] as number;
  });
}

function pool(layer: MaxPoolLayer, inputs: Float64Array, rows: number): LayerPass {
  const { image } = layer;
  const { height, width, channels } = outputImage(layer);
  const outputs = new Float64Array(rows * channels * height * width);
  const winners = Int32Array.from(outputs, (_, index) => {
    const pixel = index % (height * width);
    const map = Math.floor(index / (height * width)) * image.height * image.width;
    const corner = map + 2 * Math.floor(pixel / width) * image.width + 2 * (pixel % width);
    const others = [corner + 1, corner + image.width, corner + image.width + 1];
    return others.reduce(
      (winner, place) => ((inputs[place] as number) > (inputs[winner] as number) ? place : winner),
      corner,
    );
  });
  return {
    outputs: outputs.map((_, index) => inputs[winners[index] as number] as number),
    weighted: null,
    back(slopes) {
      const ofInputs = new Float64Array(inputs.length);
      slopes.forEach((slope, index) => (ofInputs[winners[index] as number] = slope));
      return ofInputs;
    },
  };
}
