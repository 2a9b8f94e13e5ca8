import { setTimeout as sleep } from 'node:timers/promises';
import type { OutsideView } from './outside-view';
import type { Violations } from './violations';

/** Twice what a worker may be silent before its jobs are given away. */
const SILENCE_SECONDS = 30;
/** Where every worker was killed, the next ones have to start before they can take anything over. */
const PATIENCE_MS = 300_000;

/** Every job ended or goes on: soon none runs whose worker is silent, none waits without a message that says so. */
export async function checkJobs(view: OutsideView, violations: Violations): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const left = await findLeft(view);
    if (left.length === 0) break;
    if (Date.now() > giveUpAt) {
      violations.add('jobs that nobody does or will be told of', left);
      break;
    }
    await sleep(250);
  }
  violations.add(
    'jobs that failed',
    await view.query(`SELECT "id", "kind", "failures", "error" FROM "Job" WHERE state = 'failed'`),
  );
}

function findLeft(view: OutsideView) {
  return view.query(
    `SELECT "id", "kind", "worker", now() AT TIME ZONE 'UTC' - "heartbeatAt" AS silence FROM "Job" j
     WHERE (state = 'running' AND "heartbeatAt" < now() AT TIME ZONE 'UTC' - make_interval(secs => ${SILENCE_SECONDS}))
       OR (state = 'queued' AND NOT EXISTS (
         SELECT 1 FROM pgboss.job m WHERE m.data->>'jobId' = j."id" AND m.state IN ('created', 'retry')))`,
  );
}

/** When nothing waits or runs any more: no stage is still under way. */
export async function checkAtRest(view: OutsideView, violations: Violations): Promise<void> {
  const tables = ['Ingest', 'FeatureSet', 'Surrogate', 'ScoreSet', 'Study', 'Analysis', 'PlatformPush'];
  const under = tables.map(
    (table) =>
      `SELECT '${table}' AS stage, "id", "state"::text FROM "${table}" WHERE state IN ('queued', 'running')`,
  );
  violations.add('stages that nobody works on any more', await view.query(under.join(' UNION ALL ')));
  violations.add(
    'jobs that neither ended nor go on',
    await view.query(`SELECT "id", "kind", "state" FROM "Job" WHERE state IN ('queued', 'running')`),
  );
}

export async function countOpenJobs(view: OutsideView): Promise<number> {
  const [row] = await view.query<{ open: number }>(
    `SELECT count(*)::int AS open FROM "Job" WHERE state IN ('queued', 'running')`,
  );
  return row?.open ?? 0;
}
