import type { Environment } from '../../env';
import { openOnnxBackbone } from '../../tensor/onnx/onnx-backbone';
import type { RowReader } from '../content-extractor';
import { imageReader } from './image-reader';
import { locateModel, ONNX_MODEL } from './locate-model';
import type { Pooling } from './pool-output';

export interface OnnxImageConfiguration {
  readonly model: string;
  readonly side: number;
  readonly output: string;
  readonly pooling: Pooling;
}

/** Opens an ONNX model of images, fed as its preprocessor_config.json says. */
export async function openOnnxImages(
  configuration: OnnxImageConfiguration,
  env: Environment,
): Promise<RowReader> {
  const model = await locateModel(configuration.model, ONNX_MODEL, env);
  const preprocessor = await model.settings('preprocessor_config.json');
  return imageReader(await openOnnxBackbone(model.path, model.name), {
    ...configuration,
    name: model.name,
    preprocessor,
  });
}
