import { z } from 'zod';
import { ridgeSchema } from '@/lib/contracts/model';
import { EXTERNAL_VALUES } from '@/lib/surrogates/external-probabilities';
import { modelSchema } from '@/lib/surrogates/models';

/** `Surrogate.model` of one whose probabilities came in a file. */
export const EXTERNAL_MODEL = 'external';

/** Whether the last layer of the surrogate's model sees something else than its features. @param model its name */
export const hasHiddenLayers = (model: string): boolean => model !== 'softmax' && model !== EXTERNAL_MODEL;

/** `Surrogate.configuration` of one trained here; the first ones were all softmax regressions. */
export const trainedConfigurationSchema = z.object({
  model: modelSchema.default({ name: 'softmax' }),
  ridge: ridgeSchema,
  seed: z.number(),
  /** of the project when it was asked for */
  classes: z.number().optional(),
});

/** `Surrogate.configuration` of one from elsewhere. */
export const externalConfigurationSchema = z.object({
  uploadId: z.string(),
  fileName: z.string(),
  values: z.enum(EXTERNAL_VALUES),
  classes: z.number(),
});
