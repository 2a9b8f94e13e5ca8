import { z } from 'zod';
import { ENGINE_NAMES } from '../surrogates/tensor-engine';
import type { ErrorView, WorkState } from './job';

/** Models whose gradients are looked at; both are trained by descent, epoch by epoch. */
export const ANALYSIS_MODELS = ['softmax', 'mlp'] as const;
export type AnalysisModel = (typeof ANALYSIS_MODELS)[number];

export const analysisConfigSchema = z.strictObject({
  seed: z.number().int().nonnegative().default(1),
  models: z
    .array(z.enum(ANALYSIS_MODELS))
    .min(1)
    .refine((models) => new Set(models).size === models.length, 'each model may stand once only')
    .default(['softmax', 'mlp']),
  epochs: z.number().int().min(1).max(500).default(20),
  batchSize: z.number().int().min(1).max(4096).default(128),
  learningRate: z.number().min(1e-6).max(10).default(0.02),
  /** units of the perceptron's hidden layer */
  units: z.number().int().min(1).max(4096).default(256),
  /** minibatches whose sum of norms is compared with the norm of their sum */
  minibatches: z.number().int().min(2).max(2000).default(200),
  minibatchSize: z.number().int().min(2).max(4096).default(100),
});
export type AnalysisConfig = z.infer<typeof analysisConfigSchema>;

const share = z.number().min(0).max(1);

const analysedModelSchema = z.object({
  name: z.enum(ANALYSIS_MODELS),
  title: z.string(),
  epochs: z.number(),
  /** mean loss of the last epoch's steps */
  loss: z.number(),
  /** Gini coefficient of the gradient norms after training */
  concentration: share,
  minibatches: z.object({
    size: z.number(),
    points: z.array(z.object({ sumOfNorms: z.number(), normOfSum: z.number() })),
    /** Pearson's; null where either does not vary */
    correlation: z.number().nullable(),
  }),
  /** log10 of the norms of a random sample: `logNorms[epoch][place]`, epoch 0 before training, places by the last epoch */
  heatMap: z.object({ rows: z.array(z.number()), logNorms: z.array(z.array(z.number())) }),
  /** of the labels of the k largest norms, in bits */
  labelEntropy: z.array(z.object({ k: z.number(), bits: z.number() })),
});
export type AnalysedModel = z.infer<typeof analysedModelSchema>;

const overlapSchema = z.object({
  models: z.tuple([z.string(), z.string()]),
  /** share of the k largest norms of one model that are among those of the other, and what chance gives */
  points: z.array(z.object({ k: z.number(), overlap: share, byChance: share })),
});
export type ModelOverlap = z.infer<typeof overlapSchema>;

export const analysisReportSchema = z.object({
  schema: z.literal('winnow.analysis/1'),
  data: z.object({ examples: z.number(), dimension: z.number(), classes: z.number() }),
  config: analysisConfigSchema,
  engine: z.object({
    name: z.enum(ENGINE_NAMES),
    title: z.string(),
    version: z.string(),
    device: z.enum(['gpu', 'cpu']),
    threads: z.number(),
  }),
  /** docs/analysis.md says what these are */
  simplicity: share,
  redundancy: share,
  /** examples that the redundancy was measured on, and as how many different ones they count */
  redundancySample: z.object({ examples: z.number(), different: z.number() }),
  /** entropy in bits of all labels, and of equally frequent ones */
  labels: z.object({ bits: z.number(), uniformBits: z.number() }),
  models: z.array(analysedModelSchema),
  overlaps: z.array(overlapSchema),
  seconds: z.number(),
});
export type AnalysisReport = z.infer<typeof analysisReportSchema>;

export interface AnalysisView {
  readonly id: string;
  readonly name: string;
  readonly featureSetId: string;
  readonly configuration: AnalysisConfig;
  readonly state: WorkState;
  readonly jobId: string | null;
  readonly error: ErrorView | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}
