import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { OutsideView } from '../invariants/outside-view';
import { LoadedWinnow } from '../load/loaded-winnow';
import { KeptPostgres } from '../processes/kept-postgres';
import { Winnow } from '../processes/winnow';
import type { Scenario, ScenarioRun } from '../scenario';
import { interruptionsOf } from './interruptions';
import type { World } from './strike';
import { strikeAndLook } from './strike';
import { chooseKill } from './victims';

const WORKERS = 2;
const LONGEST_PAUSE_MS = 3000;
/** After so many kills each interruption has its turn once. */
const KILLS_BETWEEN = 40;

/** Web, three workers and PostgreSQL under load; one of them is killed, again and again. */
export const kills: Scenario = {
  name: 'kills',
  title: 'kill -9 and interruptions at random moments under load',
  async run(run) {
    const postgres = await KeptPostgres.start(join(run.folder, 'postgres'));
    const winnow = await Winnow.start({ folder: run.folder, databaseUrl: postgres.url, workers: WORKERS });
    const view = new OutsideView(postgres.url);
    try {
      const loaded = await LoadedWinnow.begin(run, winnow, view);
      try {
        await strikeAgainAndAgain(run, loaded, { postgres, winnow, view });
        await loaded.finish();
      } finally {
        await loaded.close();
      }
    } finally {
      await view.close();
      await winnow.stop();
      await postgres.stop();
    }
  },
};

async function strikeAgainAndAgain(run: ScenarioRun, loaded: LoadedWinnow, world: World): Promise<void> {
  const random = run.random('killer');
  const pause = async () => {
    const error = await Promise.race([loaded.failed, sleep(random.uniform() * LONGEST_PAUSE_MS, null)]);
    if (error) throw error;
  };
  for (let kills = 0; kills < run.kills;) {
    await pause();
    if (!(await strikeAndLook(run, loaded, chooseKill(random, world)))) continue;
    if (kills++ % KILLS_BETWEEN !== Math.min(run.kills, KILLS_BETWEEN) >> 1) continue;
    for (const interruption of random.shuffle(interruptionsOf(random, world))) {
      await pause();
      await strikeAndLook(run, loaded, interruption);
    }
  }
}
