import type { ErrorView } from '@/lib/contracts/job';
import { errorViewSchema } from '@/lib/contracts/job';
import type { DatabaseClient } from '../db/client';

/** Why jobs failed, by job id; jobs without an error are left out. */
export async function findJobErrors(
  db: DatabaseClient,
  jobIds: readonly (string | null)[],
): Promise<Map<string, ErrorView>> {
  const jobs = await db.job.findMany({
    where: { id: { in: jobIds.filter((id) => id !== null) }, state: 'failed' },
    select: { id: true, error: true },
  });
  const errors = new Map<string, ErrorView>();
  for (const { id, error } of jobs) {
    const parsed = errorViewSchema.safeParse(error);
    if (parsed.success) errors.set(id, parsed.data);
  }
  return errors;
}
