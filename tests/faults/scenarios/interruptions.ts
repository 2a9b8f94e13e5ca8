import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '@/lib/numeric/random';
import type { KeptProcess } from '../processes/kept-process';
import { killIfAlive } from '../processes/process-tree';
import type { Winnow } from '../processes/winnow';
import type { Seen, Strike, World } from './strike';
import { isAnother, until, untilNothingIsLeftTo } from './strike';

/** Longer than a worker may be silent before its jobs are given away. */
const BEYOND_THE_LEASE_MS = 20_000;
const WEB_STANDS_STILL_MS = 5000;

/** What is no kill: whatever is struck is asked to end, or stands still and comes back. */
export function interruptionsOf(random: Random, world: World): Strike[] {
  return [
    restart(world, 'SIGINT', 'fast shutdown'),
    restart(world, 'SIGQUIT', 'immediate shutdown'),
    askedToEnd('winnow serve', world.winnow.serve),
    askedToEnd('winnow worker', anyWorker(random, world.winnow)),
    workerStandsStill(random, world),
    webStandsStill(world),
  ];
}

function anyWorker(random: Random, winnow: Winnow): KeptProcess {
  return winnow.workers[random.integer(winnow.workers.length)] as KeptProcess;
}

function restart({ postgres }: World, signal: NodeJS.Signals, how: string): Strike {
  let starts = 0;
  return {
    ...{ victim: 'PostgreSQL', how },
    strike() {
      ({ starts } = postgres);
      return postgres.signal(signal);
    },
    untilBack: () => until(() => postgres.starts > starts),
  };
}

function askedToEnd(victim: string, kept: KeptProcess): Strike {
  let asked: Seen = null;
  return {
    ...{ victim, how: 'SIGTERM' },
    strike() {
      asked = kept.pid;
      kept.signal('SIGTERM');
      return Promise.resolve(asked !== null);
    },
    untilBack: () => until(() => isAnother(kept.pid, asked)),
  };
}

/** Its jobs are given to others; then it goes on in the middle of them, and believes they were its own. */
function workerStandsStill(random: Random, { winnow, view }: World): Strike {
  let worker: KeptProcess | null = null;
  return {
    ...{ victim: 'winnow worker', how: 'SIGSTOP beyond its lease, then SIGCONT' },
    async strike() {
      const [busy] = await view.query<{ worker: string }>(
        `SELECT "worker" FROM "Job" WHERE state = 'running' ORDER BY "startedAt" DESC`,
      );
      const pid = Number(busy?.worker.split(':')[1]);
      worker = winnow.workers.find((one) => one.pid === pid) ?? anyWorker(random, winnow);
      worker.signal('SIGSTOP');
      return true;
    },
    async untilBack() {
      const still = sleep(BEYOND_THE_LEASE_MS);
      await untilNothingIsLeftTo(view, worker?.pid ?? null);
      await still;
      worker?.signal('SIGCONT');
    },
  };
}

function webStandsStill({ winnow }: World): Strike {
  let web: Seen = null;
  return {
    ...{ victim: 'web', how: 'SIGSTOP for 5 s, then SIGCONT' },
    strike() {
      ({ web } = winnow.children());
      return Promise.resolve(web !== null && killIfAlive(web, 'SIGSTOP'));
    },
    async untilBack() {
      await sleep(WEB_STANDS_STILL_MS);
      if (web !== null) killIfAlive(web, 'SIGCONT');
    },
  };
}
