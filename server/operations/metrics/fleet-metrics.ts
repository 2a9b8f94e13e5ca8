import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Database } from '../../db/client';
import { SILENT_SECONDS } from '../../workers/workers.repository';
import { QUEUES } from '../../jobs/boss';

/** However many scrape, the database is asked this often. */
const KEPT_MS = 2000;

interface FleetCounts {
  readonly jobs: readonly { kind: string; state: string; count: number }[];
  readonly waiting: readonly { lane: string; depth: number; age: number }[];
  readonly parts: readonly { state: string; count: number }[];
  readonly workers: readonly { device: string; count: number }[];
}

/** Gauges of what all workers together have to do, read off the database when somebody asks. Web servers have them. */
export function addFleetMetrics(registry: Registry, db: Database): void {
  const counts = keptCounts(db);
  const gauge = <Label extends string>(
    name: string,
    help: string,
    labelNames: Label[],
    read: (counts: FleetCounts) => readonly { labels: Record<Label, string>; value: number }[],
  ) =>
    new Gauge<Label>({
      ...{ name, help, labelNames, registers: [registry] },
      async collect() {
        const samples = read(await counts());
        this.reset();
        for (const { labels, value } of samples) this.set(labels, value);
      },
    });
  gauge('winnow_jobs', 'Jobs whose rows are kept, by kind and state.', ['kind', 'state'], ({ jobs }) =>
    jobs.map(({ kind, state, count }) => ({ labels: { kind, state }, value: count })),
  );
  const byLane = (of: 'depth' | 'age') => (read: FleetCounts) =>
    QUEUES.map((lane) => ({
      labels: { lane },
      value: read.waiting.find((row) => row.lane === lane)?.[of] ?? 0,
    }));
  gauge('winnow_queue_depth', 'Jobs that wait and may begin, by lane.', ['lane'], byLane('depth'));
  gauge(
    'winnow_queue_oldest_seconds',
    'For how long the oldest of them waits; 0 where none does.',
    ['lane'],
    byLane('age'),
  );
  gauge('winnow_job_parts', 'Parts of running jobs that any worker may do.', ['state'], ({ parts }) =>
    ['queued', 'running'].map((state) => ({
      labels: { state },
      value: parts.find((row) => row.state === state)?.count ?? 0,
    })),
  );
  gauge('winnow_workers', 'Workers that live, by what they compute on.', ['device'], ({ workers }) =>
    workers.map(({ device, count }) => ({ labels: { device }, value: count })),
  );
}

function keptCounts(db: Database): () => Promise<FleetCounts> {
  let kept: { readonly until: number; readonly counts: Promise<FleetCounts> } | null = null;
  return () => {
    if (!kept || kept.until < Date.now()) kept = { until: Date.now() + KEPT_MS, counts: readCounts(db) };
    return kept.counts;
  };
}

async function readCounts(db: Database): Promise<FleetCounts> {
  const [jobs, waiting, parts, workers] = await Promise.all([
    db.$queryRaw<FleetCounts['jobs']>`
      SELECT kind, state::text, count(*)::int AS count FROM "Job" GROUP BY kind, state`,
    db.$queryRaw<FleetCounts['waiting']>`
      SELECT name AS lane, count(*)::int AS depth,
        extract(epoch FROM now() - min(greatest(created_on, start_after)))::float AS age
      FROM pgboss.job WHERE state IN ('created', 'retry') AND start_after <= now() GROUP BY name`,
    db.$queryRaw<FleetCounts['parts']>`
      SELECT state::text, count(*)::int AS count FROM "JobPart" WHERE state IN ('queued', 'running') GROUP BY state`,
    db.$queryRaw<FleetCounts['workers']>`
      SELECT device, count(*)::int AS count FROM "Worker" WHERE "stoppedAt" IS NULL
        AND "heartbeatAt" > (now() AT TIME ZONE 'UTC') - make_interval(secs => ${2 * SILENT_SECONDS}) GROUP BY device`,
  ]);
  return { jobs, waiting, parts, workers };
}
