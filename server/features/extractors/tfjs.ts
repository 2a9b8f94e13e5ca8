import { z } from 'zod';
import { openTfjsImages, PIXEL_RANGES } from '../backbones/open-tfjs-images';
import { POOLINGS } from '../backbones/pool-output';
import { standardization } from '../column-moments';
import { contentExtractor } from '../extractor';
import { modelSchema, outputField, outputSchema, poolingField, SIDE_FIELD, sideSchema } from './model-fields';

const configurationSchema = z.strictObject({
  model: modelSchema,
  side: sideSchema,
  range: z.enum(PIXEL_RANGES).default('minus-one-to-one'),
  pooling: z.enum(POOLINGS).default('mean'),
  output: outputSchema,
});

export const tfjsExtractor = contentExtractor<z.infer<typeof configurationSchema>>({
  name: 'tfjs-model',
  title: 'Image model (TensorFlow.js)',
  description:
    'What a network saved by TensorFlow.js, Keras or Teachable Machine makes of each image, standardized over the pool.',
  modality: 'image',
  runsModel: true,
  parameters: [
    {
      kind: 'text',
      name: 'model',
      title: 'Model',
      hint: 'A folder on the server, below an import root, with model.json and its files of weights.',
      default: '',
    },
    SIDE_FIELD,
    {
      kind: 'choice',
      name: 'range',
      title: 'Pixels go in as',
      options: [
        { value: 'minus-one-to-one', title: '−1 to 1 (MobileNet, Teachable Machine)' },
        { value: 'zero-to-one', title: '0 to 1' },
        { value: 'bytes', title: '0 to 255' },
        { value: 'imagenet', title: 'by the moments of ImageNet' },
      ],
      default: 'minus-one-to-one',
    },
    poolingField('mean'),
    outputField(
      'Empty: the first output. The name of a layer or node gives what it gives, such as the one before the classifier.',
    ),
  ],
  configuration: configurationSchema,
  contents: { open: openTfjsImages, learning: standardization },
});
