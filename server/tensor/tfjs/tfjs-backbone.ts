import type { Tensor } from '@tensorflow/tfjs-core';
import { AppError, toAppError } from '@/lib/errors';
import type { EngineName } from '@/lib/surrogates/tensor-engine';
import type { Backbone, BackboneFeed, BackboneResult, BackboneValue } from '../backbone';
import { openGraphModel } from './graph-model';
import { openLayersModel } from './layers-model';
import { loadTfjs } from './load-tfjs';
import type { TensorFlow } from './load-tfjs';

/** A saved model of TensorFlow.js, read and checked: its weights have as many bytes as their shapes say. */
export interface TfjsModelFiles {
  readonly kind: 'graph' | 'layers';
  readonly topology: object;
  readonly signature?: object;
  readonly weights: readonly {
    readonly name: string;
    readonly shape: number[];
    readonly dtype: 'float32' | 'int32' | 'bool';
    /** what an optimizer remembered is of no use here */
    readonly group?: 'model' | 'optimizer';
    readonly quantization?: {
      readonly dtype: 'uint8' | 'uint16' | 'float16';
      readonly scale?: number;
      readonly min?: number;
    };
  }[];
  /** of all weights, one after the other */
  readonly values: ArrayBuffer;
}

/** Either kind of model, once it is loaded. */
export interface LoadedTfjsModel {
  readonly inputs: readonly BackboneValue[];
  /** those of the model first, then what can be had of its inside */
  readonly outputs: readonly BackboneValue[];
  /** Called within a tidy: what it makes and does not return is disposed of. */
  run(feeds: Readonly<Record<string, Tensor>>, output: string): Tensor;
  dispose(): void;
}

/**
 * Loads a model into TensorFlow.js, on the fastest of its backends that starts here.
 *
 * @throws AppError `bad-input` where TensorFlow.js cannot make a model of the files
 */
export async function openTfjsBackbone(
  files: TfjsModelFiles,
  name: string,
  engine: EngineName | null,
): Promise<Backbone> {
  const tf = await loadTfjs(engine);
  const open = files.kind === 'graph' ? openGraphModel : openLayersModel;
  const model = await open(tf, files).catch((error: unknown) => {
    throw new AppError(
      'bad-input',
      `${name} cannot be loaded as a TensorFlow.js model: ${firstLine(error)}`,
      'Save or convert the model again, or name another folder.',
      { cause: error },
    );
  });
  return {
    inputs: model.inputs,
    outputs: model.outputs,
    run: (feeds, output) => runModel(tf, model, name, feeds, output),
    close: () => Promise.resolve(model.dispose()),
  };
}

async function runModel(
  tf: TensorFlow,
  model: LoadedTfjsModel,
  name: string,
  feeds: Readonly<Record<string, BackboneFeed>>,
  output: string,
): Promise<BackboneResult> {
  let result: Tensor | null = null;
  try {
    result = tf.tidy(() => {
      const tensors = Object.entries(feeds).map(([input, feed]) => {
        const type = model.inputs.find((value) => value.name === input)?.type;
        return [input, feedTensor(tf, feed, type === 'int32')] as const;
      });
      return tf.cast(vectorOf(tf, model.run(Object.fromEntries(tensors), output)), 'float32');
    });
    return { values: await result.data<'float32'>(), shape: result.shape };
  } catch (error) {
    throw new AppError(
      'bad-input',
      `${name} does not run on these examples: ${firstLine(error)}`,
      'Check the size that the model wants, and that it is for this kind of examples.',
      { cause: error },
    );
  } finally {
    result?.dispose();
  }
}

function feedTensor(tf: TensorFlow, { values, shape }: BackboneFeed, whole: boolean): Tensor {
  if (values instanceof Float32Array && !whole) return tf.tensor(values, [...shape], 'float32');
  return tf.tensor(Int32Array.from(values, Number), [...shape], 'int32');
}

/** The mean over a picture of vectors, which TensorFlow.js keeps as (example, height, width, channel). */
function vectorOf(tf: TensorFlow, output: Tensor): Tensor {
  return output.rank === 4 ? tf.mean(output, [1, 2]) : output;
}

function firstLine(error: unknown): string {
  return toAppError(error).message.split('\n')[0] ?? '';
}
