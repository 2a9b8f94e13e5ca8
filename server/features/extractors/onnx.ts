import { z } from 'zod';
import type { ExtractorParameterInfo } from '@/lib/contracts/model';
import { openImageBackbone } from '../backbones/image-backbone';
import { POOLINGS } from '../backbones/pool-output';
import { openTextBackbone } from '../backbones/text-backbone';
import { standardization } from '../column-moments';
import { contentExtractor } from '../extractor';

const modelSchema = z.string().trim().min(1, 'name a model').max(500);
const outputSchema = z.string().trim().max(200).default('');

const imageSchema = z.strictObject({
  model: modelSchema,
  /** 0: as the model wants it */
  side: z.number().int().min(0).max(1024).default(0),
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

const OUTPUT_FIELD: ExtractorParameterInfo = {
  kind: 'text',
  name: 'output',
  title: 'Output',
  hint: 'Empty: the vector of the whole example where the model has one, else its first output.',
  default: '',
};

function poolingField(first: string, fallback: string): ExtractorParameterInfo {
  return {
    kind: 'choice',
    name: 'pooling',
    title: 'Of several vectors',
    options: [
      { value: 'mean', title: 'their mean' },
      { value: 'first', title: first },
    ],
    default: fallback,
  };
}

export const onnxImageExtractor = contentExtractor<z.infer<typeof imageSchema>>({
  name: 'onnx-image',
  title: 'Image model (ONNX)',
  description:
    'What a trained network makes of each image, standardized over the pool. Far better than pixels on photographs.',
  modality: 'image',
  parameters: [
    modelField('Xenova/dinov2-small'),
    {
      kind: 'number',
      name: 'side',
      title: 'Side in pixels (0: as the model wants)',
      minimum: 0,
      maximum: 1024,
      step: 1,
      default: 0,
    },
    poolingField('the first (class token)', 'first'),
    OUTPUT_FIELD,
  ],
  configuration: imageSchema,
  contents: { open: openImageBackbone, learning: standardization },
});

export const onnxTextExtractor = contentExtractor<z.infer<typeof textSchema>>({
  name: 'onnx-text',
  title: 'Text model (ONNX)',
  description:
    'What a trained network makes of each text, standardized over the pool. Knows words that the pool never held.',
  modality: 'text',
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
    poolingField('the first (class token)', 'mean'),
    OUTPUT_FIELD,
  ],
  configuration: textSchema,
  contents: { open: openTextBackbone, learning: standardization },
});
