import { z } from 'zod';
import { ridgeSchema } from './model';
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
    /** short for one strategy an exponent, of a scheme that has one; gone from a resolved configuration */
    exponents: z.array(z.number()).min(1).optional(),
  }),
]);
export type Strategy = z.infer<typeof strategySchema>;

/** A model of lib/surrogates by its name, or with parameters beside it. `resolveStudyConfig` fills them in. */
const studyModelSchema = z.union([z.string(), z.looseObject({ name: z.string() })]);
export type StudyModel = z.infer<typeof studyModelSchema>;

/** A number of rows, or below 1 that share of the pool. */
const rowsSchema = z
  .number()
  .positive()
  .refine((rows) => rows < 1 || Number.isInteger(rows), 'a whole number of rows, or a share below 1');

export const studySurrogateSchema = z.strictObject({
  name: z.string().trim().min(1).max(60),
  /** `external`: its probabilities of the pool are given with the data */
  model: studyModelSchema.default('softmax'),
  /** rows drawn at random per repeat; they leave the pool. Of `external`: labels paid for it elsewhere */
  labels: rowsSchema.optional(),
  /** in place of `labels`: as many as this other surrogate, which are then the same rows */
  sameLabelsAs: z.string().optional(),
  ridge: ridgeSchema.default('cv'),
  /** a feature matrix of its own, by its name in the data; that of the final model unless given */
  features: z.string().optional(),
});
export type StudySurrogate = z.infer<typeof studySurrogateSchema>;

/** `tuned`: a ridge for each scheme and fraction, chosen on validation labels. `constant`: one ridge for all. */
export const ARMS = ['tuned', 'constant'] as const;
const armSchema = z.enum(ARMS);
export type Arm = z.infer<typeof armSchema>;

const finalModelSchema = z.strictObject({
  model: studyModelSchema.default('softmax'),
  /** one for all fits, `cv` for a search in each, or the ridges to try in each */
  ridge: z.union([ridgeSchema, z.array(z.number().positive()).min(1)]).default('cv'),
  /** `constant` where the ridge is a number, else `tuned`, unless given; with both each point is fitted twice */
  arms: z.array(armSchema).min(1).optional(),
  /** of the constant arm where `ridge` is no number */
  constantRidge: z.number().positive().optional(),
  /** what the sum of losses is divided by: the selection's weights, or the pool's size whatever is selected */
  norm: z.enum(['mean', 'pool']).default('mean'),
  /** of the solver: share of the gradient's norm at zero */
  tolerance: z.number().gt(0).max(0.1).default(1e-6),
});

const uniqueNames = (list: readonly StudySurrogate[]) =>
  new Set(list.map(({ name }) => name)).size === list.length;

export const studyConfigSchema = z.strictObject({
  seed: z.number().int().nonnegative().default(1),
  repeats: z.number().int().min(1).max(1000).default(10),
  fractions: z.array(z.number().gt(0).max(1)).min(1).default([0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1]),
  surrogates: z
    .array(studySurrogateSchema)
    .min(1)
    .refine(uniqueNames, 'each name may stand once only')
    .default([{ name: 'weak', model: 'softmax', labels: 200, ridge: 'cv' }]),
  finalModel: finalModelSchema.default({ model: 'softmax', ridge: 'cv', norm: 'mean', tolerance: 1e-6 }),
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
  /**
   * short for more strategies: each that draws also with weights, each that prefers hard examples also the other way
   * round; gone from a resolved configuration
   */
  partners: z.boolean().optional(),
  /** rows drawn at random per repeat to choose ridge and exponent on; they leave the pool and are paid for */
  validation: z.union([z.literal(0), rowsSchema]).default(0),
  /** whether the surrogate's labels count into the budget of each fraction and train the final model */
  seedLabelsCount: z.boolean().default(false),
  /** whether every surrogate selects from the same rows: those that none of them was trained on */
  commonPool: z.boolean().default(false),
  /** whether the full pool is fitted at its own tuned ridge, to be compared with; often the longest fits of all */
  fullPool: z.boolean().default(true),
  /** whether random is also measured with as many labels as each point and its surrogate took together */
  equalLabels: z.boolean().default(true),
});
export type StudyConfig = z.infer<typeof studyConfigSchema>;

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
