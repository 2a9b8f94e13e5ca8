import { z } from 'zod';
import { LABEL_PROCESS_NAMES, type LabelProcessName } from '../synthetic/label-process';
import type { Interval } from './model';

/** Values of an axis: each once. */
const axis = <Value extends z.ZodType>(value: Value, title: string) =>
  z
    .array(value)
    .min(1)
    .max(40)
    .refine((values) => new Set(values).size === values.length, `${title}: each may stand once only`);

/** What a run of the synthetic laboratory computes: every label process × ridge × exponent × fraction. */
export const syntheticConfigSchema = z.strictObject({
  seed: z.number().int().nonnegative().default(1),
  dimension: z.number().int().min(2).max(5000).default(300),
  /** examples to choose from */
  pool: z.number().int().min(10).max(200_000).default(687),
  /** length of the teacher: how strongly labels depend on the features */
  signal: z.number().positive().max(100).default(5),
  labels: axis(z.enum(LABEL_PROCESS_NAMES), 'labels').default(['f1', 'f2']),
  exponents: axis(z.number().min(-10).max(10), 'exponents').default([-1, 0, 1]),
  ridges: axis(z.number().gt(0).max(1000), 'ridges').default([0.1, 0.001]),
  /** what the losses are divided by: the pool's size, as in the paper, or their own number (theory 0.1) */
  normalization: z.enum(['pool', 'mean']).default('pool'),
  fractions: axis(z.number().gt(0).max(1), 'fractions').default([0.2, 0.5, 0.8]),
  /** pools drawn; 0 for the theory alone */
  datasets: z.number().int().min(0).max(1000).default(10),
  /** selections drawn from each pool */
  selections: z.number().int().min(1).max(1000).default(10),
  /** labels that the surrogate was trained on, examples of its own; null: it knows the teacher */
  surrogateLabels: z.number().int().min(2).max(200_000).nullable().default(null),
  /** of the surrogate, mean-normalized */
  surrogateRidge: z.number().gt(0).max(1000).default(0.01),
  /** which limit the lines show: pool and dimension growing together, or a pool that outgrows the dimension */
  theory: z.enum(['proportional', 'low-dimensional']).default('proportional'),
});
export type SyntheticConfig = z.infer<typeof syntheticConfigSchema>;

/** One place of a chart: a label process and a ridge are a panel, an exponent is a line. */
export interface SyntheticPlace {
  readonly labels: LabelProcessName;
  readonly ridge: number;
  readonly exponent: number;
  readonly fraction: number;
}

/** What simulations and theory say of a place. */
export interface SyntheticCell extends SyntheticPlace {
  /** exact misclassification, no test set; mean and 95 % interval over the pools; null without simulations */
  readonly error: Interval | null;
  /** over all selections of all pools, as the paper shows it */
  readonly median: number | null;
  readonly theory: number;
}

/** The theory of one exponent, at the configured fractions and a grid between them. */
export interface SyntheticLine {
  readonly labels: LabelProcessName;
  readonly ridge: number;
  readonly exponent: number;
  /** ascending, the last one all of the pool */
  readonly points: readonly { readonly fraction: number; readonly error: number }[];
}

/** All labels: what a selection may beat. */
export interface SyntheticFullPool {
  readonly labels: LabelProcessName;
  readonly ridge: number;
  readonly error: Interval | null;
  readonly theory: number;
}

export interface SyntheticReport {
  readonly schema: 'winnow.synthetic/1';
  readonly config: SyntheticConfig;
  readonly cells: readonly SyntheticCell[];
  readonly lines: readonly SyntheticLine[];
  readonly fullPool: readonly SyntheticFullPool[];
  /** error of the best possible classifier */
  readonly bayes: readonly { readonly labels: LabelProcessName; readonly error: number }[];
  readonly seconds: number;
}
