import type { Container } from '../../container';
import { NOW } from '../../jobs/database-clock';
import { sweep } from './sweep.service';

const NAME = 'sweep';
const EVERY_HOURS = 24;
const LOOK_EVERY_MS = 30 * 60_000;

/** Whichever worker looks first after a day sweeps. */
async function isDue({ db }: Container): Promise<boolean> {
  const claimed = await db.$executeRaw`
    INSERT INTO "Upkeep" (name, "ranAt") VALUES (${NAME}, ${NOW})
    ON CONFLICT (name) DO UPDATE SET "ranAt" = ${NOW}
    WHERE "Upkeep"."ranAt" < ${NOW} - make_interval(hours => ${EVERY_HOURS})`;
  return claimed > 0;
}

async function sweepIfDue(container: Container, databaseUrl: string): Promise<void> {
  if (!(await isDue(container))) return;
  const result = await sweep(container, databaseUrl, { now: new Date(), dryRun: false });
  if (!result) return;
  const { blobs, rows } = result;
  const kept = {
    blobs: { ...blobs },
    rows: Object.fromEntries(rows.map(({ name, count }) => [name, count])),
  };
  await container.db.upkeep.update({ where: { name: NAME }, data: { result: kept } });
  container.log.info({ swept: kept }, 'swept');
}

/** Sweeps once a day over all workers, for as long as this one runs. */
export function sweepNowAndThen(container: Container, databaseUrl: string): NodeJS.Timeout {
  return setInterval(() => {
    sweepIfDue(container, databaseUrl).catch((error: unknown) =>
      container.log.error({ err: error }, 'sweeping failed'),
    );
  }, LOOK_EVERY_MS);
}
