import { findEmbeddedDatabase } from '@/server/db/embedded';
import { OutsideView } from '../invariants/outside-view';
import type { LoadedWinnow } from '../load/loaded-winnow';
import { childrenOf, findPostmaster, killIfAlive } from '../processes/process-tree';
import { Winnow } from '../processes/winnow';
import type { Scenario, ScenarioRun } from '../scenario';
import type { Seen, Strike } from './strike';
import { isAnother, strikeAndLook, until } from './strike';
import { whileLoaded } from './under-load';

const ROUNDS = { short: 1, long: 8 };
const LONGEST_PAUSE_MS = 3000;

/** Everything on one machine, as a newcomer starts it: `winnow serve` with the PostgreSQL that it brings along. */
export const alone: Scenario = {
  name: 'alone',
  title: 'kill -9 of winnow serve with its own PostgreSQL',
  async run(run) {
    const winnow = await Winnow.start({ folder: run.folder, databaseUrl: null, workers: 0 });
    const view = new OutsideView(() => findEmbeddedDatabase(winnow.dataFolder));
    try {
      await whileLoaded(run, winnow, view, (loaded) => strikeEach(run, loaded, winnow));
    } finally {
      await view.close();
      await winnow.stop();
      // Where the last `winnow serve` came to no orderly end, its PostgreSQL still runs.
      const postmaster = findPostmaster(winnow.dataFolder);
      if (postmaster !== null) killIfAlive(postmaster, 'SIGQUIT');
    }
  },
};

async function strikeEach(run: ScenarioRun, loaded: LoadedWinnow, winnow: Winnow): Promise<void> {
  const random = run.random('killer');
  for (let round = run.short ? ROUNDS.short : ROUNDS.long; round > 0; round--) {
    const strikes = [
      killed(winnow, 'PostgreSQL of winnow serve', { group: false, postgres: true }),
      killed(winnow, 'winnow serve, web and worker', { group: true, postgres: false }),
      killed(winnow, 'everything, PostgreSQL too', { group: true, postgres: true }),
    ];
    for (const strike of random.shuffle(strikes)) {
      await loaded.pause(random.uniform() * LONGEST_PAUSE_MS);
      await strikeAndLook(run, loaded, strike);
    }
  }
}

function killed(
  { serve, dataFolder }: Winnow,
  victim: string,
  struck: { readonly group: boolean; readonly postgres: boolean },
): Strike {
  let before: { serve: Seen; postmaster: Seen } = { serve: null, postmaster: null };
  return {
    ...{ victim, how: 'SIGKILL' },
    strike() {
      before = { serve: serve.pid, postmaster: findPostmaster(dataFolder) };
      if (before.serve === null || before.postmaster === null) return Promise.resolve(false);
      const backends = childrenOf(before.postmaster).map(({ pid }) => pid);
      if (struck.group) serve.signalGroup('SIGKILL');
      if (struck.postgres) for (const pid of [before.postmaster, ...backends]) killIfAlive(pid, 'SIGKILL');
      return Promise.resolve(true);
    },
    async untilBack() {
      if (struck.group) await until(() => isAnother(serve.pid, before.serve));
      if (struck.postgres) await until(() => isAnother(findPostmaster(dataFolder), before.postmaster));
    },
  };
}
