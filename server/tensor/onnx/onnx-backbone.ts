import { InferenceSession, Tensor } from 'onnxruntime-node';
import { AppError, toAppError } from '@/lib/errors';
import type { Backbone, BackboneFeed, BackboneResult, BackboneValue } from '../backbone';

/** @throws AppError `bad-input` where the file is no ONNX model that ONNX Runtime can run */
export async function openOnnxBackbone(path: string, name: string): Promise<Backbone> {
  const session = await InferenceSession.create(path, { executionProviders: ['cpu'] }).catch(
    (error: unknown) => {
      throw new AppError(
        'bad-input',
        `${name} cannot be loaded as an ONNX model: ${firstLine(error)}`,
        'Export the model to ONNX again, or name another file.',
        { cause: error },
      );
    },
  );
  return {
    inputs: session.inputMetadata.map(describeValue),
    outputs: session.outputMetadata.map(describeValue),
    run: (feeds, output) => runSession(session, name, feeds, output),
    close: () => session.release(),
  };
}

function describeValue(value: InferenceSession.ValueMetadata): BackboneValue {
  return value.isTensor
    ? { name: value.name, type: value.type, shape: value.shape }
    : { name: value.name, type: 'sequence', shape: [] };
}

async function runSession(
  session: InferenceSession,
  name: string,
  feeds: Readonly<Record<string, BackboneFeed>>,
  output: string,
): Promise<BackboneResult> {
  const tensors = Object.fromEntries(
    Object.entries(feeds).map(([input, { values, shape }]) => [
      input,
      values instanceof Float32Array
        ? new Tensor('float32', values, shape)
        : new Tensor('int64', values, shape),
    ]),
  );
  const results = await session.run(tensors, [output]).catch((error: unknown) => {
    throw new AppError(
      'bad-input',
      `${name} does not run on these examples: ${firstLine(error)}`,
      'Check the size that the model wants, and that it is for this kind of examples.',
      { cause: error },
    );
  });
  const result = results[output];
  if (result?.data instanceof Float32Array) return { values: result.data, shape: result.dims };
  throw new AppError(
    'bad-input',
    `The output “${output}” of ${name} holds ${result?.type ?? 'nothing'}, not float32.`,
    'Name another output, or export the model in single precision.',
  );
}

function firstLine(error: unknown): string {
  return toAppError(error).message.split('\n')[0] ?? '';
}
