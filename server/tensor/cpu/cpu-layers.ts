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
  /** Adds to the gradient of the parameters. @returns slopes by the layer's inputs */
  back(slopes: Float64Array, gradient: Float64Array): Float64Array;
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
  const positions = rows * height * width;
  const patches = new Float64Array(positions * block.rows);
  forEachTap(layer, rows, (patch, place) => (patches[patch] = inputs[place] as number));
  const dense = { inputs: block.rows, outputs: block.columns };
  const product = multiply(dense, block, parameters, patches, positions);
  return {
    outputs: product.outputs,
    back(slopes, gradient) {
      const ofPatches = product.back(slopes, gradient);
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
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        for (let tap = 0; tap < FILTER_SIDE ** 2; tap++, patch += image.channels) {
          const fromY = y + Math.floor(tap / FILTER_SIDE) - padding;
          const fromX = x + (tap % FILTER_SIDE) - padding;
          if (fromY < 0 || fromY >= image.height || fromX < 0 || fromX >= image.width) continue;
          const place = ((row * image.height + fromY) * image.width + fromX) * image.channels;
          for (let channel = 0; channel < image.channels; channel++) visit(patch + channel, place + channel);
        }
      }
    }
  }
}

function pool(layer: MaxPoolLayer, inputs: Float64Array, rows: number): LayerPass {
  const { image } = layer;
  const { height, width, channels } = outputImage(layer);
  const outputs = new Float64Array(rows * height * width * channels);
  const winners = new Int32Array(outputs.length);
  let index = 0;
  for (let row = 0; row < rows; row++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        for (let channel = 0; channel < channels; channel++, index++) {
          const corner = ((row * image.height + 2 * y) * image.width + 2 * x) * channels + channel;
          const below = corner + image.width * channels;
          let winner = corner;
          for (const place of [corner + channels, below, below + channels]) {
            if ((inputs[place] as number) > (inputs[winner] as number)) winner = place;
          }
          winners[index] = winner;
          outputs[index] = inputs[winner] as number;
        }
      }
    }
  }
  return {
    outputs,
    back(slopes) {
      const ofInputs = new Float64Array(inputs.length);
      slopes.forEach((slope, place) => (ofInputs[winners[place] as number] = slope));
      return ofInputs;
    },
  };
}
