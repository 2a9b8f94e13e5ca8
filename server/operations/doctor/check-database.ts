import type { Query } from '../../db/query';
import { readSchemaState } from '../../db/schema-version';
import { SILENT_SECONDS } from '../../workers/workers.repository';
import { findingsOf } from './finding';
import type { Finding } from './finding';

const OLDEST_SERVER = 140_000;
const FEW_CONNECTIONS = 20;
const CLOCK_WARNING_S = 2;
const CLOCK_PROBLEM_S = 30;
/** Work that waits longer than this while workers live waits for something. */
const LONG_WAIT_S = 3600;

export async function checkServer(query: Query): Promise<Finding[]> {
  const { ok, warning, problem } = findingsOf('database');
  const begun = Date.now();
  const [row] = await query<{ version: string; number: number; used: number; most: number; now: Date }>(`
    SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number,
      (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS used,
      current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int AS most,
      clock_timestamp() AS now`);
  if (!row) return [problem('the database answers nothing')];
  const took = Date.now() - begun;
  const left = row.most - row.used;
  const skew = Math.abs(row.now.getTime() - (begun + took / 2)) / 1000;
  const clock = findingsOf('clock');
  const apart = `the clocks of this machine and the database are ${skew.toFixed(1)} s apart`;
  const synchronize = 'Let both follow a time server (chrony, systemd-timesyncd).';
  return [
    row.number < OLDEST_SERVER
      ? problem(`PostgreSQL ${row.version} is too old`, 'Upgrade to 14 or newer.')
      : ok(`PostgreSQL ${row.version} answers in ${took} ms`),
    left < FEW_CONNECTIONS
      ? warning(
          `${left} of ${row.most} connections are left`,
          'Each web server and worker takes up to 13: raise max_connections, or put a pooler (session mode) in front.',
        )
      : ok(`${left} of ${row.most} connections are left`),
    skew > CLOCK_PROBLEM_S
      ? clock.problem(apart, synchronize)
      : skew > CLOCK_WARNING_S
        ? clock.warning(apart, synchronize)
        : clock.ok(apart),
  ];
}

export async function checkSchema(query: Query): Promise<Finding> {
  const { ok, warning, problem } = findingsOf('schema');
  const { missing, newer, incompatible, broken } = await readSchemaState(query);
  if (incompatible.length > 0)
    return problem(
      `a newer release took away what this one needs: ${incompatible.join(', ')}`,
      'Start the newer release.',
    );
  if (broken.length > 0)
    return problem(
      `migration ${broken.join(', ')} broke off`,
      'Restore the backup from before the upgrade, or mend it by hand and mark it with `prisma migrate resolve`.',
    );
  if (missing.length > 0)
    return warning(
      `${missing.length} migrations are not applied yet`,
      'The next start applies them, or `winnow migrate`.',
    );
  return ok(
    newer.length > 0 ? `this release’s, and ${newer.length} harmless steps of a newer one` : 'this release’s',
  );
}

export async function checkWorkers(query: Query): Promise<Finding[]> {
  const { ok, warning } = findingsOf('workers');
  const [row] = await query<{ alive: number; versions: string[]; silent: number }>(`
    SELECT count(*) FILTER (WHERE alive)::int AS alive,
      coalesce(array_agg(DISTINCT version) FILTER (WHERE alive), '{}') AS versions,
      count(*) FILTER (WHERE NOT alive AND "stoppedAt" IS NULL)::int AS silent
    FROM (SELECT *, "stoppedAt" IS NULL
        AND "heartbeatAt" > (now() AT TIME ZONE 'UTC') - interval '${2 * SILENT_SECONDS} seconds' AS alive
      FROM "Worker") w`);
  const { alive, versions, silent } = row ?? { alive: 0, versions: [], silent: 0 };
  return [
    alive > 0
      ? ok(`${alive} alive (Winnow ${versions.join(', ')})`)
      : warning('none is alive', 'Start Winnow, or `winnow worker` on any machine.'),
    ...(silent > 0
      ? [
          warning(
            `${silent} went silent within the last day`,
            'Their logs say why; their work was given to others.',
          ),
        ]
      : []),
    ...(await checkJobs(query, alive)),
  ];
}

async function checkJobs(query: Query, alive: number): Promise<Finding[]> {
  const { ok, warning, problem } = findingsOf('jobs');
  const [row] = await query<{ waiting: number; running: number; oldest: number | null; stuck: number }>(`
    SELECT count(*) FILTER (WHERE state = 'queued')::int AS waiting,
      count(*) FILTER (WHERE state = 'running')::int AS running,
      extract(epoch FROM (now() AT TIME ZONE 'UTC') - min("createdAt") FILTER (WHERE state = 'queued'))::float AS oldest,
      count(*) FILTER (WHERE state = 'running'
        AND "heartbeatAt" < (now() AT TIME ZONE 'UTC') - interval '${8 * SILENT_SECONDS} seconds')::int AS stuck
    FROM "Job"`);
  const { waiting, running, oldest, stuck } = row ?? { waiting: 0, running: 0, oldest: null, stuck: 0 };
  if (stuck > 0 && alive > 0)
    return [
      problem(
        `${stuck} run without a sign of life and nobody takes them over`,
        'Start the workers again; report it if it stays.',
      ),
    ];
  if (stuck > 0)
    return [warning(`${stuck} lost their worker`, 'The next worker that starts goes on with them.')];
  const message = `${running} run, ${waiting} wait`;
  return [
    alive > 0 && (oldest ?? 0) > LONG_WAIT_S
      ? warning(
          `${message}, one of them for ${Math.round((oldest ?? 0) / 60)} minutes`,
          'Start more workers, or look at what runs.',
        )
      : ok(message),
  ];
}
