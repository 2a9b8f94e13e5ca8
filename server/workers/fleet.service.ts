import type { FleetJob, FleetLane, FleetView, FleetWorker } from '@/lib/contracts/fleet';
import type { SessionUser } from '../api/trpc';
import { requireOperator } from '../auth/runs-winnow';
import type { Container } from '../container';
import { BACKGROUND_KINDS } from '../jobs/background-kinds';
import { QUEUES, queueOf } from '../jobs/boss';
import { laneOf } from '../jobs/lane-of';
import { hostOfWorker } from '../jobs/worker-name';
import type { ActiveJob, KindCount } from './fleet.repository';
import {
  countActiveJobs,
  countLastHour,
  countRunningParts,
  listActiveJobs,
  listWorkers,
} from './fleet.repository';

/** Every worker, what waits and what runs, whosever project it is. @throws AppError `forbidden` */
export async function viewFleet(container: Container, user: SessionUser): Promise<FleetView> {
  requireOperator(container, user);
  const { db } = container;
  const [workers, jobs, counts, parts, hour] = await Promise.all([
    listWorkers(db),
    listActiveJobs(db, BACKGROUND_KINDS),
    countActiveJobs(db),
    countRunningParts(db),
    countLastHour(db),
  ]);
  return {
    workers: workers.map(({ silent, stoppedAt, memoryBytes, ...worker }) => ({
      ...worker,
      memoryBytes: Number(memoryBytes),
      state: stateOf(stoppedAt, silent),
      jobs: jobs.filter((job) => job.worker === worker.name).map(({ kind }) => kind),
      parts: parts.get(worker.name) ?? 0,
    })),
    lanes: QUEUES.map((lane) => countLane(lane, counts)),
    jobs: jobs.map(toFleetJob),
    hour,
  };
}

function stateOf(stoppedAt: Date | null, silent: boolean): FleetWorker['state'] {
  if (stoppedAt) return 'stopped';
  return silent ? 'silent' : 'living';
}

function waitsIn(job: { readonly kind: string; readonly wantsGpu: boolean }): string {
  return queueOf({ lane: laneOf(job.kind) ?? 'light' }, job);
}

function countLane(lane: string, counts: readonly KindCount[]): FleetLane {
  const inLane = counts.filter((count) => waitsIn(count) === lane);
  const sumOf = (state: string) =>
    inLane.reduce((sum, count) => sum + (count.state === state ? count.count : 0), 0);
  return { lane, waiting: sumOf('queued'), running: sumOf('running') };
}

function toFleetJob({ worker, startedAt, attempt, wantsGpu, ...job }: ActiveJob): FleetJob {
  const isRunning = job.state === 'running';
  return {
    ...job,
    lane: waitsIn({ kind: job.kind, wantsGpu }),
    host: worker === null ? null : hostOfWorker(worker),
    since: isRunning ? startedAt : null,
    retries: Math.max(0, attempt - (isRunning ? 1 : 0)),
  };
}
