import { z } from 'zod';
import { AppError } from '../errors';
import { smallCnn, vggStyle } from './image-networks';
import { hiddenLayers } from './mlp';
import type { ImageShape, Network } from './network';

/** How networks are trained; the same for all of them. */
const trainingParameters = {
  epochs: z
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(20)
    .meta({ title: 'Epochs, or as many as make 500 steps', step: 1 }),
  batchSize: z.number().int().min(1).max(4096).default(128).meta({ title: 'Examples a step', step: 1 }),
  learningRate: z.number().min(1e-6).max(10).default(0.02).meta({ title: 'Learning rate', step: 0.005 }),
  momentum: z.number().min(0).max(0.999).default(0.9).meta({ title: 'Momentum', step: 0.05 }),
  weightDecay: z.number().min(0).max(1).default(5e-4).meta({ title: 'Weight decay', step: 1e-4 }),
  members: z.number().int().min(1).max(20).default(1).meta({ title: 'Networks to average', step: 1 }),
};

const softmaxSchema = z.strictObject({ name: z.literal('softmax') });
const mlpSchema = z.strictObject({
  name: z.literal('mlp'),
  units: z.number().int().min(1).max(4096).default(256).meta({ title: 'Units a hidden layer', step: 1 }),
  hiddenLayers: z.number().int().min(1).max(8).default(1).meta({ title: 'Hidden layers', step: 1 }),
  ...trainingParameters,
});
const cnnSchema = z.strictObject({ name: z.literal('cnn'), ...trainingParameters });
const vggSchema = z.strictObject({ name: z.literal('vgg'), ...trainingParameters });

const choiceSchema = z.discriminatedUnion('name', [softmaxSchema, mlpSchema, cnnSchema, vggSchema]);

/** A model by its name, or with parameters; what is left out is filled in. */
export const modelSchema = z.preprocess(
  (given) => (typeof given === 'string' ? { name: given } : given),
  choiceSchema,
) as z.ZodType<Model, string | z.input<typeof choiceSchema>>;

/** A model and every parameter of it; the ridge of softmax regression stands beside it. */
export type Model = z.infer<typeof choiceSchema>;
/** One that is trained by descent. */
export type NetworkModel = Exclude<Model, { name: 'softmax' }>;
export type ModelName = Model['name'];

/** One entry of the registry of models, which screens, command line and docs render. */
export interface ModelDefinition {
  readonly name: ModelName;
  readonly title: string;
  readonly description: string;
  /** true where the features must be pixels */
  readonly needsImages: boolean;
  /** zod schema of its parameters, with defaults */
  readonly parameters: z.ZodType;
}

/** Every model that can be trained here, in the order in which they are offered. */
export const MODELS: readonly ModelDefinition[] = [
  {
    name: 'softmax',
    title: 'Softmax regression',
    description: 'Linear in the features, with one optimum that is always found. Seconds.',
    needsImages: false,
    parameters: softmaxSchema.omit({ name: true }),
  },
  {
    name: 'mlp',
    title: 'Multilayer perceptron',
    description: 'Hidden layers of rectified units between features and softmax. Seconds to minutes.',
    needsImages: false,
    parameters: mlpSchema.omit({ name: true }),
  },
  {
    name: 'cnn',
    title: 'Small convolutional network',
    description: 'Two convolutions and two dense layers on the pixels. Minutes.',
    needsImages: true,
    parameters: cnnSchema.omit({ name: true }),
  },
  {
    name: 'vgg',
    title: 'VGG-style network',
    description:
      'Six convolutions in three blocks and two dense layers, for images of about 32 × 32. A long wait without a GPU.',
    needsImages: true,
    parameters: vggSchema.omit({ name: true }),
  },
];

export const MODEL_NAMES = MODELS.map(({ name }) => name);

/** @throws AppError `bad-input` that names the models there are */
export function modelByName(name: string): ModelDefinition {
  const model = MODELS.find((candidate) => candidate.name === name);
  if (model) return model;
  throw new AppError(
    'bad-input',
    `There is no model “${name}”.`,
    `Choose one of: ${MODEL_NAMES.join(', ')}.`,
  );
}

/**
 * The layers of a network for these inputs.
 *
 * @param image shape of the images behind the features; null where they are no pixels
 * @throws AppError `bad-input` where the model needs images, or larger ones
 */
export function networkOf(
  model: NetworkModel,
  input: { readonly features: number; readonly image: ImageShape | null; readonly classes: number },
): Network {
  if (model.name === 'mlp') {
    const widths = new Array<number>(model.hiddenLayers).fill(model.units);
    return { layers: hiddenLayers(input.features, widths, input.classes) };
  }
  if (!input.image) {
    throw new AppError(
      'bad-input',
      `“${modelByName(model.name).title}” reads images, and these features are no pixels.`,
      'Choose features of the extractor Pixels, or a model for any features.',
    );
  }
  const network = model.name === 'cnn' ? smallCnn : vggStyle;
  return { layers: network(input.image, input.classes) };
}
