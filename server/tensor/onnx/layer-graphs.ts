import {
  FILTER_SIDE,
  outputImage,
  type ConvolutionLayer,
  type DenseLayer,
  type ParameterBlock,
} from '@/lib/surrogates/network';
import type { ConvolutionIndex } from '../image-index';
import type { OnnxModel } from './onnx-model';

/**
 * Layers as operators, forward and back. Values lie batch innermost: (units × n) after dense layers, (channels × pixels ×
 * n) after convolutions. So a pixel lookup copies whole rows of the batch, and each convolution is one product.
 */
export interface LayerGraph {
  readonly outputs: string;
  /** what the weights met: inputs × (positions · n); null for a rectifier */
  readonly seen: string | null;
  /** Writes the way back, as much of it as is wanted. */
  back(slopes: string, wanted: { readonly inputs: boolean; readonly parameters: boolean }): LayerSlopes;
}

export interface LayerSlopes {
  /** by the parameters, in their shapes; absent for a rectifier */
  readonly weights?: string | undefined;
  readonly biases?: string | undefined;
  /** by what the weights make of `seen`: outputs × (positions · n); absent for a rectifier */
  readonly met?: string | undefined;
  readonly inputs?: string | undefined;
}

/** The parameters of a layer: weights as rows × columns, biases as columns × 1. */
export interface LayerParameters {
  readonly weights: string;
  readonly biases: string;
}

export function rectifierGraph(model: OnnxModel, inputs: string): LayerGraph {
  const outputs = model.node('Relu', [inputs]);
  return {
    outputs,
    seen: null,
    back: (slopes) => {
      const active = model.node('Greater', [outputs, model.scalar(0)]);
      return { inputs: model.node('Where', [active, slopes, model.scalar(0)]) };
    },
  };
}

/** @param inputs of any shape with the batch last */
export function denseGraph(
  model: OnnxModel,
  layer: DenseLayer,
  { weights, biases }: LayerParameters,
  inputs: string,
  inputShape: readonly number[],
): LayerGraph {
  const flat = model.node('Reshape', [inputs, model.integers(layer.inputs, -1)]);
  const product = model.node('Gemm', [weights, flat, biases], { transA: 1 });
  return {
    outputs: product,
    seen: flat,
    back: (slopes, wanted) => ({
      weights: wanted.parameters ? model.node('Gemm', [flat, slopes], { transB: 1 }) : undefined,
      biases: wanted.parameters ? model.node('ReduceSum', [slopes, model.integers(1)]) : undefined,
      met: slopes,
      inputs: wanted.inputs
        ? model.node('Reshape', [model.node('MatMul', [weights, slopes]), model.integers(...inputShape, -1)])
        : undefined,
    }),
  };
}

/** A convolution, and the pool after it where the index is for one. @param inputs channels × pixels × n */
export function convolutionGraph(
  model: OnnxModel,
  layer: ConvolutionLayer,
  index: ConvolutionIndex,
  { rows, columns: filters }: ParameterBlock,
  { weights, biases }: LayerParameters,
  inputs: string,
): LayerGraph {
  const { channels, height, width } = layer.image;
  const taps = FILTER_SIDE ** 2;
  const { positions } = index;
  const around = layer.padding ? model.node('Pad', [inputs, model.integers(0, 0, 0, 0, 1, 0)]) : inputs;
  const looked = model.node('Gather', [around, model.integers(...index.patches)], { axis: 1 });
  const patches = model.node('Reshape', [looked, model.integers(rows, -1)]);
  const product = model.node('MatMul', [model.node('Transpose', [weights], { perm: [1, 0] }), patches]);
  const perFilter = model.node('Reshape', [product, model.integers(filters, positions, -1)]);
  const columnBiases = model.node('Reshape', [biases, model.integers(filters, 1, 1)]);
  const pool = index.pooled ? poolGraph(model, perFilter) : null;
  return {
    // a bias moves all four corners alike, so it is added to their largest only
    outputs: model.node('Add', [pool?.outputs ?? perFilter, columnBiases]),
    seen: patches,
    back(slopes, wanted) {
      const ofOutputs = pool ? pool.back(slopes) : slopes;
      const met = model.node('Reshape', [ofOutputs, model.integers(filters, -1)]);
      return {
        ...(wanted.parameters && parameterSlopes(slopes, met)),
        met,
        inputs: wanted.inputs ? inputSlopes(ofOutputs) : undefined,
      };
    },
  };

  function parameterSlopes(slopes: string, met: string): LayerSlopes {
    const byFilter = model.node('Gemm', [met, patches], { transB: 1 });
    return {
      weights: model.node('Transpose', [byFilter], { perm: [1, 0] }),
      biases: model.node('ReduceSum', [slopes, model.integers(1, 2)]),
    };
  }

  /** Slopes by the patches; each pixel then sums those that looked at it. */
  function inputSlopes(ofOutputs: string): string {
    const withNone = model.node('Pad', [ofOutputs, model.integers(0, 0, 0, 0, 1, 0)]);
    const flat = model.node('Reshape', [withNone, model.integers(filters, -1)]);
    const ofPatches = model.node('Reshape', [
      model.node('MatMul', [weights, flat]),
      model.integers(channels, taps * (positions + 1), -1),
    ]);
    const returned = model.node('Gather', [ofPatches, model.integers(...index.returns)], { axis: 1 });
    const byPixel = model.node('Reshape', [returned, model.integers(channels, height * width, taps, -1)]);
    return model.node('ReduceSum', [byPixel, model.integers(2)], { keepdims: 0 });
  }
}

/** The largest of four blocks along the positions, and back to the first of those that are the largest. */
function poolGraph(model: OnnxModel, values: string): { outputs: string; back(slopes: string): string } {
  const corners = model.nodes('Split', [values], 4, { axis: 1 });
  const outputs = model.node('Max', corners);
  return {
    outputs,
    back(slopes) {
      let rest = slopes;
      const ofCorners = corners.slice(0, 3).map((corner) => {
        const taken = model.node('Where', [model.node('Equal', [corner, outputs]), rest, model.scalar(0)]);
        rest = model.node('Sub', [rest, taken]);
        return taken;
      });
      return model.node('Concat', [...ofCorners, rest], { axis: 1 });
    },
  };
}

/** Values that a layer gives on, without the batch: what the next one may have to reshape its slopes to. */
export function outputShape(layer: ConvolutionLayer, index: ConvolutionIndex): readonly number[] {
  const { height, width, channels } = outputImage(layer);
  return [channels, index.pooled ? index.positions / 4 : height * width];
}
