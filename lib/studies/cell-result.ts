import { z } from 'zod';

const fittedSchema = {
  ridge: z.number(),
  /** the ridge was chosen, and is the strongest or the weakest of those to choose from */
  ridgeAtEnd: z.boolean().optional(),
  /** share of wrong predictions on the test split; of an external surrogate on the pool */
  error: z.number(),
  /** the fit reached the solver's tolerance */
  converged: z.boolean(),
  /** how many classes had no label to train on */
  absentClasses: z.number(),
};

/** What is kept of a finished cell, so that a study that was cut off goes on from them. */
export const cellResultSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('surrogate'),
    labels: z.number(),
    ...fittedSchema,
    /** how a score was computed, by its name, where that depends on the size; not in old results */
    methods: z.record(z.string(), z.string()).optional(),
  }),
  z.object({
    kind: z.literal('point'),
    ...fittedSchema,
    /** mean −ln p(label) on the test split */
    logLoss: z.number(),
    labelEntropy: z.number(),
    effectiveSampleSize: z.number(),
    /** what the scheme said of its choice; not in old results */
    notes: z.array(z.string()).optional(),
    /** on the validation labels; null without them */
    validation: z.object({ error: z.number(), logLoss: z.number() }).nullable(),
    /** the wrong predictions of the test split, a bit each (`packBits`) */
    wrong: z.string(),
  }),
  z.object({
    kind: z.literal('overlap'),
    points: z.array(z.object({ fraction: z.number(), examples: z.number(), overlap: z.number() })),
  }),
]);
export type CellResult = z.infer<typeof cellResultSchema>;
export type SurrogateResult = Extract<CellResult, { kind: 'surrogate' }>;
export type PointResult = Extract<CellResult, { kind: 'point' }>;
export type OverlapResult = Extract<CellResult, { kind: 'overlap' }>;
