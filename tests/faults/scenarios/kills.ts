import type { LoadedWinnow } from '../load/loaded-winnow';
import type { Scenario, ScenarioRun } from '../scenario';
import { interruptionsOf } from './interruptions';
import type { World } from './strike';
import { strikeAndLook } from './strike';
import { underLoad } from './under-load';
import { chooseKill } from './victims';

const WORKERS = 2;
const LONGEST_PAUSE_MS = 3000;
/** After so many kills each interruption has its turn once. */
const KILLS_BETWEEN = 40;

/** Web, three workers and PostgreSQL under load; one of them is killed, again and again. */
export const kills: Scenario = {
  name: 'kills',
  title: 'kill -9 and interruptions at random moments under load',
  run: (run) =>
    underLoad(run, {
      settings: () => ({ workers: WORKERS }),
      strike: (loaded, world) => strikeAgainAndAgain(run, loaded, world),
    }),
};

async function strikeAgainAndAgain(run: ScenarioRun, loaded: LoadedWinnow, world: World): Promise<void> {
  const random = run.random('killer');
  const pause = () => loaded.pause(random.uniform() * LONGEST_PAUSE_MS);
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
