import type { OutsideView } from './outside-view';
import type { Violations } from './violations';

/** Twice what a worker may be silent before its jobs are given away. */
const SILENCE_SECONDS = 30;

/** Every job ended or goes on: none runs whose worker has been silent, none waits without a message that says so. */
export async function checkJobs(view: OutsideView, violations: Violations): Promise<void> {
  violations.add(
    'jobs that run without a worker',
    await view.query(
      `SELECT "id", "kind", "worker", now() AT TIME ZONE 'UTC' - "heartbeatAt" AS silence FROM "Job"
       WHERE state = 'running' AND "heartbeatAt" < now() AT TIME ZONE 'UTC' - make_interval(secs => ${SILENCE_SECONDS})`,
    ),
  );
  violations.add(
    'jobs that wait and nobody will be told of',
    await view.query(
      `SELECT j."id", j."kind" FROM "Job" j
       WHERE j.state = 'queued' AND NOT EXISTS (
         SELECT 1 FROM pgboss.job m WHERE m.data->>'jobId' = j."id" AND m.state IN ('created', 'retry'))`,
    ),
  );
  violations.add(
    'jobs that failed',
    await view.query(`SELECT "id", "kind", "failures", "error" FROM "Job" WHERE state = 'failed'`),
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
