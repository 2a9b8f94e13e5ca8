import type { Random } from '@/lib/numeric/random';
import type { KeptProcess } from '../processes/kept-process';
import { killIfAlive, lives } from '../processes/process-tree';
import type { Seen, Strike, World } from './strike';
import { isAnother, until, untilNothingIsLeftTo } from './strike';

type Make = (random: Random, world: World) => Strike;

const how = 'SIGKILL';

/** Who is killed how often: the weights add up to 100. */
const VICTIMS: readonly (readonly [weight: number, make: Make])[] = [
  [22, (_, world) => childOf(world, 'web')],
  [16, (_, world) => childOf(world, 'worker')],
  [24, (random, world) => workerOfItsOwn(random, world)],
  [10, (_, world) => postmaster(world)],
  [12, (random, world) => backend(random, world)],
  [8, (_, world) => supervisor(world)],
  [8, (_, world) => everything(world)],
];

export function chooseKill(random: Random, world: World): Strike {
  let left = random.integer(100);
  for (const [weight, make] of VICTIMS) {
    if (left < weight) return make(random, world);
    left -= weight;
  }
  throw new Error('The weights of the victims do not add up to 100.');
}

function childOf({ winnow, view }: World, role: 'web' | 'worker'): Strike {
  let killed: Seen = null;
  return {
    ...{ victim: role === 'web' ? 'web' : 'worker of winnow serve', how },
    strike() {
      killed = winnow.children()[role];
      return Promise.resolve(killed !== null && killIfAlive(killed, 'SIGKILL'));
    },
    async untilBack() {
      await until(() => isAnother(winnow.children()[role], killed));
      if (role === 'worker') await untilNothingIsLeftTo(view, killed);
    },
  };
}

function workerOfItsOwn(random: Random, { winnow, view }: World): Strike {
  const worker = winnow.workers[random.integer(winnow.workers.length)] as KeptProcess;
  let killed: Seen = null;
  return {
    ...{ victim: 'winnow worker', how },
    strike() {
      killed = worker.pid;
      worker.signal('SIGKILL');
      return Promise.resolve(killed !== null);
    },
    async untilBack() {
      await until(() => isAnother(worker.pid, killed));
      await untilNothingIsLeftTo(view, killed);
    },
  };
}

/** Its children are told by nobody, and must not stay. */
function supervisor({ winnow }: World): Strike {
  let killed: Seen = null;
  let children: Seen[] = [];
  return {
    ...{ victim: 'winnow serve itself', how },
    strike() {
      killed = winnow.serve.pid;
      children = Object.values(winnow.children());
      winnow.serve.signal('SIGKILL');
      return Promise.resolve(killed !== null);
    },
    untilBack: () =>
      until(
        () =>
          isAnother(winnow.serve.pid, killed) &&
          children.every((pid) => pid === null || !lives(pid)) &&
          winnow.children().web !== null,
      ),
  };
}

function postmaster({ postgres }: World): Strike {
  const { starts } = postgres;
  return {
    ...{ victim: 'PostgreSQL', how },
    strike: () => postgres.signal('SIGKILL'),
    untilBack: () => until(() => postgres.starts > starts),
  };
}

function backend(random: Random, { postgres }: World): Strike {
  return {
    ...{ victim: 'a connection’s process of PostgreSQL', how },
    strike: () => postgres.killBackend((count) => random.integer(Math.max(1, count))),
    untilBack: () => Promise.resolve(),
  };
}

/** As when the power goes. */
function everything({ postgres, winnow }: World): Strike {
  const { starts } = postgres;
  const kept = [winnow.serve, ...winnow.workers];
  let killed: Seen[] = [];
  return {
    ...{ victim: 'everything at once', how },
    strike() {
      killed = kept.map(({ pid }) => pid);
      for (const each of kept) each.signalGroup('SIGKILL');
      return postgres.signal('SIGKILL');
    },
    untilBack: () =>
      until(
        () =>
          postgres.starts > starts &&
          kept.every(({ pid }, index) => isAnother(pid, killed[index] ?? null)) &&
          winnow.children().web !== null,
      ),
  };
}
