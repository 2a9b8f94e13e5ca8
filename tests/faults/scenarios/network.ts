import { setTimeout as sleep } from 'node:timers/promises';
import { CutWire } from '../../support/cut-wire';
import { OwnNetwork } from '../machine/own-network';
import type { Scenario } from '../scenario';
import type { Strike, World } from './strike';
import { isAtWork, strikeAndLook, untilNothingIsLeftTo, untilSeenAgain } from './strike';
import { underLoad } from './under-load';

/** Longer than a worker may be silent before its jobs are given away. */
const BEYOND_THE_LEASE_MS = 20_000;
const LOOK_EVERY_MS = 50;
const CUTS = { short: 1, long: 5 };

/** A worker on the other end of a wire that is pulled: its work becomes another's, then it comes back to it. */
export const network: Scenario = {
  name: 'network',
  title: 'a worker is cut off by the network in the middle of its work, and comes back',
  needs: () => OwnNetwork.needs(),
  async run(run) {
    const own = await OwnNetwork.make();
    let wire: CutWire | null = null;
    try {
      await underLoad(run, {
        withoutPushes: true,
        settings: async (databaseUrl) => {
          wire = await CutWire.to(new URL(databaseUrl), own.hostAddress);
          return {
            ...{ workers: 1, runnerOfWorkers: own.runner },
            variablesOfWorkers: { DATABASE_URL: wire.through(new URL(databaseUrl)) },
          };
        },
        async strike(loaded, world) {
          for (let cut = run.short ? CUTS.short : CUTS.long; cut > 0; cut--) {
            while (!(await isAtWork(world.view, pidOf(world)))) await loaded.pause(LOOK_EVERY_MS);
            await strikeAndLook(run, loaded, cutOff(world, own));
          }
        },
      });
    } finally {
      await (wire as CutWire | null)?.close();
      await own.remove();
    }
  },
};

function pidOf({ winnow }: World): number | null {
  return winnow.workers[0]?.pid ?? null;
}

function cutOff(world: World, own: OwnNetwork): Strike {
  const { view } = world;
  const pid = pidOf(world);
  return {
    ...{ victim: 'winnow worker', how: 'cut off by the network beyond its lease, and back' },
    async strike() {
      await own.cut();
      return true;
    },
    async untilBack() {
      const silent = sleep(BEYOND_THE_LEASE_MS);
      await untilNothingIsLeftTo(view, pid);
      await silent;
      await own.mend();
      await untilSeenAgain(view, pid);
    },
  };
}
