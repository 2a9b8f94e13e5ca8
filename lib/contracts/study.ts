import { z } from 'zod';
import { ENGINE_NAMES } from '../surrogates/tensor-engine';
import { intervalSchema, ridgeSchema } from './model';
import type { ErrorView, WorkState } from './job';

/**
 * A scheme of lib/selections by its name, or with parameters beside it. `resolveStudyConfig` holds them against the
 * scheme's own schema.
 */
export const strategySchema = z.union([
  z.string(),
  z.looseObject({
    name: z.string(),
    /** score acted on; the scheme's own unless named */
    score: z.string().optional(),
  }),
]);
export type Strategy = z.infer<typeof strategySchema>;

export const studySurrogateSchema = z.strictObject({
  name: z.string().trim().min(1).max(60),
  model: z.literal('softmax').default('softmax'),
  /** rows drawn at random per repeat; below 1: that share of the pool. They leave the pool. */
  labels: z
    .number()
    .positive()
    .refine((labels) => labels < 1 || Number.isInteger(labels), 'a whole number of rows, or a share below 1'),
  ridge: ridgeSchema.default('cv'),
});
export type StudySurrogate = z.infer<typeof studySurrogateSchema>;

export const studyConfigSchema = z.strictObject({
  seed: z.number().int().nonnegative().default(1),
  repeats: z.number().int().min(1).max(1000).default(10),
  fractions: z.array(z.number().gt(0).max(1)).min(1).default([0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1]),
  surrogates: z
    .array(studySurrogateSchema)
    .min(1)
    .refine(
      (list) => new Set(list.map(({ name }) => name)).size === list.length,
      'each name may stand once only',
    )
    .default([{ name: 'weak', model: 'softmax', labels: 200, ridge: 'cv' }]),
  finalModel: z
    .strictObject({ model: z.literal('softmax').default('softmax'), ridge: ridgeSchema.default('cv') })
    .default({ model: 'softmax', ridge: 'cv' }),
  strategies: z
    .array(strategySchema)
    .min(1)
    .default([
      'random',
      'max-gradient',
      'non-extreme-max-gradient',
      'gradient-cdf',
      { name: 'power', exponent: 0.5, weighting: 'none' },
    ]),
  /** whether the surrogate's labels count into the budget of each fraction and train the final model */
  seedLabelsCount: z.boolean().default(false),
});
export type StudyConfig = z.infer<typeof studyConfigSchema>;

const errorOverRepeats = {
  /** share of wrong predictions on the test split: mean over the repeats with its 95 % interval */
  error: intervalSchema,
  /** the error of each repeat */
  repeats: z.array(z.number()),
  /** the ridge of each repeat's fit */
  ridges: z.array(z.number()),
};

const studyPointSchema = z.object({
  fraction: z.number(),
  /** labels that the final model was trained on */
  kept: z.number(),
  ...errorOverRepeats,
  /** this curve's error minus random's, paired by repeat: negative is better; null for random itself */
  differenceFromRandom: intervalSchema.nullable(),
  /** entropy of the kept labels in bits, mean over the repeats */
  labelEntropy: z.number(),
});
export type StudyPoint = z.infer<typeof studyPointSchema>;

const studyCurveSchema = z.object({
  surrogate: z.string(),
  strategy: z.string(),
  parameters: z.record(z.string(), z.unknown()),
  points: z.array(studyPointSchema),
});
export type StudyCurve = z.infer<typeof studyCurveSchema>;

export const studyReportSchema = z.object({
  schema: z.literal('winnow.study/1'),
  data: z.object({
    pool: z.number(),
    dimension: z.number(),
    classes: z.number(),
    test: z.number(),
  }),
  config: studyConfigSchema,
  engine: z.object({
    name: z.enum(ENGINE_NAMES),
    title: z.string(),
    version: z.string(),
    device: z.enum(['gpu', 'cpu']),
    threads: z.number(),
  }),
  surrogates: z.array(z.object({ name: z.string(), labels: z.number(), ...errorOverRepeats })),
  /** all rows that can be selected, or with `seedLabelsCount` all rows of the pool; the fraction 1 of the curves */
  fullPool: z.object({
    /** whose remaining rows these are: the surrogate with the fewest labels */
    surrogate: z.string(),
    kept: z.number(),
    ...errorOverRepeats,
    /** every repeat's fit reached the solver's tolerance */
    converged: z.boolean(),
  }),
  curves: z.array(studyCurveSchema),
  /** what the reader must know before trusting a number, in plain words */
  warnings: z.array(z.string()),
  seconds: z.number(),
});
export type StudyReport = z.infer<typeof studyReportSchema>;

export interface StudyView {
  readonly id: string;
  readonly name: string;
  readonly configuration: StudyConfig;
  readonly state: WorkState;
  readonly jobId: string | null;
  readonly error: ErrorView | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}
