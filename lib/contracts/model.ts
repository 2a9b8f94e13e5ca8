import { z } from 'zod';
import { EXTERNAL_VALUES } from '../surrogates/external-probabilities';
import { modelSchema, type Model } from '../surrogates/models';
import type { ImageShape } from '../surrogates/network';
import type { EngineInfo } from '../surrogates/tensor-engine';
import type { ErrorView, WorkState } from './job';
import type { ParameterInfo } from './parameters';

/** A value with its 95 % interval. */
export const intervalSchema = z.object({ mean: z.number(), low: z.number(), high: z.number() });
export type Interval = z.infer<typeof intervalSchema>;

/** What is measured of a model on the test split; kept as JSON beside the model. */
export interface ModelMetrics {
  /** null for probabilities from elsewhere */
  readonly engine: EngineInfo | null;
  /** null where the model is no softmax regression */
  readonly ridge: number | null;
  /** how the ridge was found, e.g. "5-fold cross-validation on 200 labels" or "given"; else what stands in its place */
  readonly ridgeFrom: string;
  /** mean cross-validated log-loss of each ridge tried */
  readonly ridgePath: readonly { readonly ridge: number; readonly logLoss: number }[];
  readonly objective: number;
  readonly iterations: number;
  readonly trainingLabels: number;
  /** classes without any training label; counted as always wrong */
  readonly absentClasses: readonly number[];
  /** null where the project has no labeled test split */
  readonly test: TestMetrics | null;
  /** hash of the test examples and their labels; null without any, left out where it was not kept yet */
  readonly testSet?: string | null;
  readonly seconds: number;
}

export interface TestMetrics {
  readonly examples: number;
  /** share of wrong predictions with Wilson's 95 % interval */
  readonly error: Interval;
  readonly logLoss: number;
  /** confusion[actual][predicted] counts */
  readonly confusion: readonly (readonly number[])[];
  readonly calibration: {
    /** expected calibration error over equal-width bins */
    readonly expectedCalibrationError: number;
    readonly bins: readonly {
      readonly low: number;
      readonly high: number;
      readonly examples: number;
      readonly confidence: number;
      readonly accuracy: number;
    }[];
  };
}

export const ridgeSchema = z.union([z.literal('cv'), z.number().positive()]);

/** A field that an extractor asks for. */
export type ExtractorParameterInfo =
  | ParameterInfo
  | {
      readonly kind: 'text';
      readonly name: string;
      readonly title: string;
      readonly hint: string;
      readonly default: string;
    };

export const featureSetRequestSchema = z.object({
  projectId: z.string(),
  extractor: z.string(),
  configuration: z.record(z.string(), z.unknown()).default({}),
});

export interface FeatureSetView {
  readonly id: string;
  readonly extractor: string;
  readonly title: string;
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly rows: number;
  readonly dimension: number | null;
  /** what its rows are the pixels of; null where they are no images */
  readonly image: ImageShape | null;
  readonly state: WorkState;
  readonly jobId: string | null;
  /** true where examples were added since */
  readonly stale: boolean;
  readonly createdAt: Date;
}

export const surrogateRequestSchema = z.object({
  projectId: z.string(),
  featureSetId: z.string(),
  name: z.string().trim().min(1).max(80).optional(),
  model: modelSchema.default({ name: 'softmax' }),
  /** of softmax regression */
  ridge: ridgeSchema.default('cv'),
  /** at most that many of the labels, drawn at random (to make a weak one on purpose); all without it */
  labels: z.number().int().positive().optional(),
  seed: z.number().int().nonnegative().default(1),
});
export type SurrogateRequest = z.infer<typeof surrogateRequestSchema>;

/** Probabilities or logits of another model: a row an example, by row or by the column `id`. */
export const externalSurrogateSchema = z.object({
  projectId: z.string(),
  /** whose rows it speaks of; scores that look at features see these */
  featureSetId: z.string(),
  name: z.string().trim().min(1).max(80),
  uploadId: z.string(),
  fileName: z.string().trim().min(1).max(255),
  values: z.enum(EXTERNAL_VALUES),
});
export type ExternalSurrogateRequest = z.infer<typeof externalSurrogateSchema>;

/** A registry entry of lib/surrogates as the screen sees it. */
export interface ModelInfo {
  readonly name: Model['name'];
  readonly title: string;
  readonly description: string;
  readonly needsImages: boolean;
  /** fields the screen asks for */
  readonly parameters: readonly ParameterInfo[];
}

export interface SurrogateView {
  readonly id: string;
  readonly name: string;
  readonly featureSetId: string;
  /** of the registry, or `external` */
  readonly model: string;
  readonly modelTitle: string;
  readonly labelCount: number;
  readonly metrics: ModelMetrics | null;
  readonly state: WorkState;
  readonly jobId: string | null;
  readonly error: ErrorView | null;
  readonly createdAt: Date;
}

/** A registry entry of lib/scores as the screen sees it. */
export interface ScoreInfo {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly direction: string;
  readonly range: string;
  readonly cost: string;
  readonly source: string;
  /** with default settings, e.g. probabilities, labels */
  readonly needs: readonly string[];
  /** fields the screen asks for: the score's own, then those that all scores have */
  readonly parameters: readonly ParameterInfo[];
}

export interface ScoreSetView {
  readonly id: string;
  readonly surrogateId: string;
  readonly surrogateName: string;
  /** with its settings, e.g. `gradient-norm:norm=l1` */
  readonly name: string;
  /** entry of the registry that it is a setting of */
  readonly registryName: string;
  readonly title: string;
  /** it is known for labeled examples only */
  readonly needsLabels: boolean;
  /** how it was computed where that depends on the size, e.g. "block-diagonal"; null where there is one way */
  readonly method: string | null;
  readonly state: WorkState;
  readonly jobId: string | null;
  readonly createdAt: Date;
}

export interface ScoreDistribution {
  readonly scoreSetId: string;
  /** of the pool split */
  readonly examples: number;
  readonly minimum: number;
  readonly median: number;
  readonly maximum: number;
  /** equal-width histogram over [minimum, maximum] */
  readonly bins: readonly { readonly low: number; readonly high: number; readonly examples: number }[];
}
