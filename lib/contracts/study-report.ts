import { z } from 'zod';
import { ENGINE_NAMES } from '../surrogates/tensor-engine';
import { intervalSchema } from './model';
import { ARMS, studyConfigSchema } from './study';

/**
 * An error minus another, paired by repeat: negative is better. The interval is over the repeats alone. They share their
 * test examples, which leave the difference this much more as a statement about the population (95 %), in quadrature;
 * null where it is not known. Null in old reports.
 */
const differenceSchema = intervalSchema.extend({ testHalfWidth: z.number().nullable().default(null) });
export type StudyDifference = z.infer<typeof differenceSchema>;

const errorOverRepeats = {
  /** share of wrong predictions: mean over the repeats with its 95 % interval */
  error: intervalSchema,
  /** what the examples measured on leave to it (95 %), beside the interval over the repeats; null in old reports */
  testHalfWidth: z.number().nullable().default(null),
  /** the error of each repeat */
  repeats: z.array(z.number()),
  /** the ridge of each repeat's fit; 0 for networks */
  ridges: z.array(z.number()),
};

/** Random with as many labels as the point and its surrogate took together. */
const equalLabelsSchema = z.object({
  kept: z.number(),
  error: intervalSchema,
  repeats: z.array(z.number()),
  /** the point's error minus this one */
  difference: differenceSchema,
});

/** Test examples that one model gets right and the other wrong. */
const discordanceSchema = z.object({ onlyThisRight: z.number(), onlyRandomRight: z.number() });

/** Fields with a default were added later: a report of before reads as one without them. */
const studyPointSchema = z.object({
  fraction: z.number(),
  /** labels that the final model was trained on */
  kept: z.number(),
  /** all labels that this point takes: kept, the surrogate's and those for validation; null in old reports */
  paid: z.number().nullable().default(null),
  ...errorOverRepeats,
  /** mean −ln p(label) on the test split, in nats */
  logLoss: intervalSchema.nullable().default(null),
  logLosses: z.array(z.number()).default([]),
  /** this curve's error minus random's; null for random itself */
  differenceFromRandom: differenceSchema.nullable(),
  /** this curve's error minus that of the full pool of the same surrogate; null without one and in old reports */
  differenceFromFullPool: differenceSchema.nullable().default(null),
  /** share of repeats whose error is below random's; null for random itself */
  shareBetter: z.number().nullable().default(null),
  /** against random, a repeat; empty for random itself */
  discordance: z.array(discordanceSchema).default([]),
  /** McNemar's two-sided p value a repeat, where the selection is no matter of chance (theory c.3) */
  mcnemar: z.array(z.number()).default([]),
  equalLabels: equalLabelsSchema.nullable().default(null),
  /** entropy of the kept labels in bits, mean over the repeats */
  labelEntropy: z.number(),
  /** classes without any kept label, mean over the repeats; they count as always wrong */
  absentClasses: z.number().default(0),
  /** (Σw)² / Σw² of the training weights, mean over the repeats */
  effectiveSampleSize: z.number().nullable().default(null),
});
export type StudyPoint = z.infer<typeof studyPointSchema>;

const studyCurveSchema = z.object({
  surrogate: z.string(),
  strategy: z.string(),
  /** `exponent` is “tuned” where each repeat's was chosen on its validation labels */
  parameters: z.record(z.string(), z.unknown()),
  arm: z.enum(ARMS).nullable().default(null),
  points: z.array(studyPointSchema),
});
export type StudyCurve = z.infer<typeof studyCurveSchema>;

/** How far two surrogates agree on which examples come first. */
const overlapSchema = z.object({
  left: z.string(),
  right: z.string(),
  score: z.string(),
  points: z.array(
    z.object({
      /** of the rows that both can select from */
      fraction: z.number(),
      examples: z.number(),
      /** |both tops| / examples, over the repeats; chance alone gives `fraction` */
      overlap: intervalSchema,
    }),
  ),
});
export type SurrogateOverlap = z.infer<typeof overlapSchema>;

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
  surrogates: z.array(
    z.object({
      name: z.string(),
      labels: z.number(),
      ...errorOverRepeats,
      /** an external surrogate is measured on the pool, whose labels a study knows */
      measuredOn: z.enum(['test', 'pool']).default('test'),
    }),
  ),
  /** labels drawn in each repeat to choose ridge and exponent on */
  validation: z.number().default(0),
  /**
   * All rows that can be selected, or with `seedLabelsCount` all rows of the pool, at its own tuned ridge. Null where
   * the configuration leaves it out.
   */
  fullPool: z
    .object({
      /** whose remaining rows these are: the surrogate with the fewest labels */
      surrogate: z.string(),
      kept: z.number(),
      ...errorOverRepeats,
      logLoss: intervalSchema.nullable().default(null),
      /** its ridge was searched in each repeat; false for networks; null in old reports: as the configuration says */
      tuned: z.boolean().nullable().default(null),
      /** every repeat's fit reached the solver's tolerance */
      converged: z.boolean(),
    })
    .nullable(),
  curves: z.array(studyCurveSchema),
  overlaps: z.array(overlapSchema).default([]),
  /** how scores and selections were computed, where that depends on the data */
  notes: z.array(z.object({ about: z.string(), note: z.string() })).default([]),
  /** what the reader must know before trusting a number, in plain words */
  warnings: z.array(z.string()),
  seconds: z.number(),
});
export type StudyReport = z.infer<typeof studyReportSchema>;
