import type { Rank, Tensor, Tensor1D, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import {
  FILTER_SIDE,
  type ConvolutionLayer,
  type DenseLayer,
  type Network,
  type ParameterBlock,
} from '@/lib/surrogates/network';
import { layerSteps, type ConvolutionIndex } from '../image-index';
import type { TensorFlow } from './load-tfjs';

/**
 * Layers forward and back by hand, as in the graphs of ONNX Runtime: pixels are looked up and multiplied, so that every
 * backend can train convolutions (WebAssembly has no gradient for TensorFlow's own) and all take the same way. Values are
 * (n × units), and (n × pixels × channels) in convolutions.
 */
interface TensorPass {
  readonly outputs: Tensor;
  /** Slopes by the layer's parameters in their order, and by its inputs unless nobody asks for them. */
  back(slopes: Tensor, wanted: { readonly inputs: boolean }): { parameters: Tensor[]; inputs: Tensor | null };
}

/** The layers of a network with their lookups, made once and used at every step. */
export function prepareLayers(tf: TensorFlow, network: Network) {
  return layerSteps(network).map((step) => ({
    layer: network.layers[step.layer] as Network['layers'][number],
    place: step.layer,
    index: step.kind === 'convolution' ? step.index : null,
    patches: step.kind === 'convolution' ? tf.tensor1d(step.index.patches, 'int32') : null,
    returns: step.kind === 'convolution' ? tf.tensor1d(step.index.returns, 'int32') : null,
  }));
}
export type PreparedLayers = ReturnType<typeof prepareLayers>;

export function disposeLayers(tf: TensorFlow, layers: PreparedLayers): void {
  for (const { patches, returns } of layers)
    tf.dispose([patches, returns].filter((tensor) => tensor !== null));
}

/** All layers, or as many as are given, one after the other. */
export function passForward(
  tf: TensorFlow,
  layers: PreparedLayers,
  blocks: readonly (ParameterBlock | null)[],
  parameters: Tensor1D,
  features: Tensor2D,
): TensorPass[] {
  let values: Tensor = features;
  return layers.map(({ layer, place, index, patches, returns }) => {
    const block = blocks[place];
    let pass: TensorPass;
    if (layer.kind === 'dense' && block) {
      pass = passDense(tf, layer, readParameters(tf, parameters, block), values);
    } else if (layer.kind === 'convolution' && block && index && patches && returns) {
      const own = readParameters(tf, parameters, block);
      pass = passConvolution(tf, { layer, block, index, patches, returns }, own, values);
    } else pass = passRectifier(tf, values);
    values = pass.outputs;
    return pass;
  });
}

interface LayerParameters {
  readonly weights: Tensor2D;
  readonly biases: Tensor1D;
}

function readParameters(tf: TensorFlow, all: Tensor1D, { offset, rows, columns }: ParameterBlock) {
  return {
    weights: tf.reshape<Rank.R2>(tf.slice(all, offset, rows * columns), [rows, columns]),
    biases: tf.slice(all, offset + rows * columns, columns),
  };
}

function passRectifier(tf: TensorFlow, inputs: Tensor): TensorPass {
  const outputs = tf.relu(inputs);
  return {
    outputs,
    back: (slopes) => ({
      parameters: [],
      inputs: tf.mul(tf.reshape(slopes, outputs.shape), tf.cast(tf.greater(outputs, 0), 'float32')),
    }),
  };
}

/** Images come channel after channel into a dense layer, whatever lies innermost here. */
function passDense(
  tf: TensorFlow,
  layer: DenseLayer,
  { weights, biases }: LayerParameters,
  inputs: Tensor,
): TensorPass {
  const isImage = inputs.rank === 3;
  const ordered = isImage ? tf.transpose(inputs, [0, 2, 1]) : inputs;
  const flat = tf.reshape<Rank.R2>(ordered, [-1, layer.inputs]);
  return {
    outputs: tf.add(tf.matMul(flat, weights), biases),
    back(slopes, wanted) {
      const ofLogits = slopes as Tensor2D;
      const parameters = [tf.matMul(flat, ofLogits, true), tf.sum(ofLogits, 0)];
      if (!wanted.inputs) return { parameters, inputs: null };
      const ofFlat = tf.matMul(ofLogits, weights, false, true);
      const ofOrdered = tf.reshape(ofFlat, ordered.shape);
      return { parameters, inputs: isImage ? tf.transpose(ofOrdered, [0, 2, 1]) : ofOrdered };
    },
  };
}

/** A convolution, and the pool after it where the index is for one. */
function passConvolution(
  tf: TensorFlow,
  convolution: {
    layer: ConvolutionLayer;
    block: ParameterBlock;
    index: ConvolutionIndex;
    patches: Tensor1D;
    returns: Tensor1D;
  },
  { weights, biases }: LayerParameters,
  inputs: Tensor,
): TensorPass {
  const { layer, block, index } = convolution;
  const { height, width, channels } = layer.image;
  const taps = FILTER_SIDE ** 2;
  const { positions } = index;
  const filters = block.columns;
  const pixels = tf.reshape<Rank.R3>(inputs, [-1, height * width, channels]);
  const around = layer.padding ? tf.pad(pixels, NOTHING_AFTER) : pixels;
  const looked = tf.reshape(tf.gather(around, convolution.patches, 1), [-1, taps, positions, channels]);
  const patches = tf.reshape<Rank.R2>(tf.transpose(looked as Tensor4D, [0, 2, 3, 1]), [-1, block.rows]);
  const perPosition = tf.reshape<Rank.R3>(tf.matMul(patches, weights), [-1, positions, filters]);
  const pool = index.pooled ? passPool(tf, perPosition) : null;
  return {
    outputs: tf.add(pool?.outputs ?? perPosition, biases),
    back(slopes, wanted) {
      const ofOutputs = pool ? pool.back(slopes as Tensor3D) : (slopes as Tensor3D);
      const flat = tf.reshape<Rank.R2>(ofOutputs, [-1, filters]);
      const parameters = [tf.matMul(patches, flat, true), tf.sum(slopes, [0, 1])];
      return { parameters, inputs: wanted.inputs ? inputSlopes(ofOutputs) : null };
    },
  };

  /** Slopes by the patches; each pixel then sums those that looked at it. */
  function inputSlopes(ofOutputs: Tensor3D): Tensor {
    const withNone = tf.reshape<Rank.R2>(tf.pad(ofOutputs, NOTHING_AFTER), [-1, filters]);
    const ofPatches = tf.reshape<Rank.R4>(tf.matMul(withNone, weights, false, true), [
      -1,
      positions + 1,
      channels,
      taps,
    ]);
    const byTap = tf.reshape(tf.transpose(ofPatches, [0, 3, 1, 2]), [-1, taps * (positions + 1), channels]);
    const returned = tf.gather(byTap, convolution.returns, 1);
    return tf.sum(tf.reshape(returned, [-1, height * width, taps, channels]), 2);
  }
}

const NOTHING_AFTER: [number, number][] = [
  [0, 0],
  [0, 1],
  [0, 0],
];

/** The largest of four blocks along the positions, and back to the first of those that are the largest. */
function passPool(tf: TensorFlow, values: Tensor3D) {
  const corners = tf.split(values, 4, 1);
  const outputs = corners.reduce((largest, corner) => tf.maximum(largest, corner));
  return {
    outputs,
    back(slopes: Tensor3D): Tensor3D {
      let rest = slopes;
      const ofCorners = corners.slice(0, 3).map((corner) => {
        const taken = tf.mul<Tensor3D>(rest, tf.cast(tf.equal(corner, outputs), 'float32'));
        rest = tf.sub(rest, taken);
        return taken;
      });
      return tf.concat([...ofCorners, rest], 1);
    },
  };
}
