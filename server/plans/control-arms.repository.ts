import { z } from 'zod';
import type { DatabaseClient } from '../db/client';

const errorSchema = z.object({ mean: z.number(), low: z.number(), high: z.number() });

/** What of lib/contracts/control-arm a plan reads. */
const controlSchema = z.object({
  comparison: z
    .object({
      seedLabels: z.number(),
      labelsEach: z.number(),
      testExamples: z.number(),
      randomError: errorSchema,
      difference: errorSchema,
    })
    .nullable(),
});
type Comparison = NonNullable<z.infer<typeof controlSchema>['comparison']>;

/** Chosen against random, of each measured round that could be compared, in order of number. */
export async function listComparisons(db: DatabaseClient, projectId: string): Promise<Comparison[]> {
  const rounds = await db.round.findMany({
    where: { projectId, state: 'done' },
    orderBy: { number: 'asc' },
    select: { control: true },
  });
  return rounds.flatMap(({ control }) => {
    const parsed = controlSchema.safeParse(control);
    return parsed.success && parsed.data.comparison ? [parsed.data.comparison] : [];
  });
}
