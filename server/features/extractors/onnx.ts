import { z } from 'zod';
import type { ExtractorParameterInfo } from '@/lib/contracts/model';
import { openOnnxImages } from '../backbones/open-onnx-images';
import { POOLINGS } from '../backbones/pool-output';
import { openTextBackbone } from '../backbones/text-backbone';
import { standardization } from '../column-moments';
import { contentExtractor } from '../extractor';
import { modelSchema, outputField, outputSchema, poolingField, SIDE_FIELD, sideSchema } from './model-fields';

const imageSchema = z.strictObject({
  model: modelSchema,
  side: sideSchema,
  pooling: z.enum(POOLINGS).default('first'),
  output: outputSchema,
});

const textSchema = z.strictObject({
  model: modelSchema,
  /** longer texts are cut */
  tokens: z.number().int().min(8).max(8192).default(256),
  pooling: z.enum(POOLINGS).default('mean'),
  output: outputSchema,
});

function modelField(example: string): ExtractorParameterInfo {
  return {
    kind: 'text',
    name: 'model',
    title: 'Model',
    hint: `A .onnx file or its folder on the server, below an import root; or a model of the Hugging Face hub such as ${example}, downloaded once.`,
    default: '',
  };
}

const OUTPUT_HINT = 'Empty: the vector of the whole example where the model has one, else its first output.';

export const onnxImageExtractor = contentExtractor<z.infer<typeof imageSchema>>({
  name: 'onnx-image',
  title: 'Image model (ONNX)',
  description:
    'What a trained network makes of each image, standardized over the pool. Far better than pixels on photographs.',
  modality: 'image',
  runsModel: true,
  parameters: [
    modelField('Xenova/dinov2-small'),
    SIDE_FIELD,
    poolingField('first'),
    outputField(OUTPUT_HINT),
  ],
  configuration: imageSchema,
  contents: { open: openOnnxImages, learning: standardization },
});

export const onnxTextExtractor = contentExtractor<z.infer<typeof textSchema>>({
  name: 'onnx-text',
  title: 'Text model (ONNX)',
  description:
    'What a trained network makes of each text, standardized over the pool. Knows words that the pool never held.',
  modality: 'text',
  runsModel: true,
  parameters: [
    modelField('Xenova/all-MiniLM-L6-v2'),
    {
      kind: 'number',
      name: 'tokens',
      title: 'Tokens a text, at most',
      minimum: 8,
      maximum: 8192,
      step: 1,
      default: 256,
    },
    poolingField('mean'),
    outputField(OUTPUT_HINT),
  ],
  configuration: textSchema,
  contents: { open: openTextBackbone, learning: standardization },
});
