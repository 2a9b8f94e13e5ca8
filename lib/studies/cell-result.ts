import { z } from 'zod';

const fittedSchema = {
  ridge: z.number(),
  /** share of wrong predictions on the test split */
  error: z.number(),
  /** the fit reached the solver's tolerance */
  converged: z.boolean(),
  /** how many classes had no label to train on */
  absentClasses: z.number(),
};

/** What is kept of a finished cell: numbers only, so that a study that was cut off goes on from them. */
export const cellResultSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('surrogate'), labels: z.number(), ...fittedSchema }),
  z.object({ kind: z.literal('point'), labelEntropy: z.number(), ...fittedSchema }),
]);
export type CellResult = z.infer<typeof cellResultSchema>;
export type SurrogateResult = Extract<CellResult, { kind: 'surrogate' }>;
export type PointResult = Extract<CellResult, { kind: 'point' }>;
