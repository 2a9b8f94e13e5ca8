import { z } from 'zod';
import type { JobHandler } from '@/server/jobs/job';
import { defineJob } from '@/server/jobs/job';
import type { PartContext } from '@/server/jobs/parts/part';
import { definePart } from '@/server/jobs/parts/part';
import { shareOut } from '@/server/jobs/parts/share-out';

/** Work in parts for tests of many workers: squares of 0 … count − 1, a part each. */
export const squareJob = defineJob({
  kind: 'square',
  lane: 'heavy',
  payload: z.object({ count: z.number(), add: z.number().default(0) }),
});

interface SquareWorld {
  /** What doing a part takes beside the multiplication. */
  readonly during?: (number: number, context: PartContext) => Promise<void> | void;
  readonly onResult?: (squares: readonly number[]) => Promise<void> | void;
}

export function squareWork({ during, onResult }: SquareWorld) {
  const part = definePart({
    kind: 'square',
    payload: z.object({ number: z.number(), add: z.number() }),
    result: z.number(),
    dependsOnEngine: () => false,
    async run(_container, { number, add }, context) {
      await during?.(number, context);
      return number * number + add;
    },
  });
  const handler: JobHandler<z.infer<typeof squareJob.payload>> = {
    definition: squareJob,
    async run(container, { count, add }, context) {
      const payloads = Array.from({ length: count }, (_, number) => ({ number, add }));
      const onProgress = (done: ReadonlySet<number>) => context.progress({ done: done.size, total: count });
      const squares = await shareOut(container, context, part, { stage: 'squares', payloads, onProgress });
      await onResult?.(squares);
    },
  };
  return { part, handler };
}
