import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OutsideView } from '../invariants/outside-view';
import type { LoadedWinnow } from '../load/loaded-winnow';
import type { Scenario } from '../scenario';
import { recordFault } from '../scenario';
import { underLoad } from './under-load';

const HOUR_MS = 3_600_000;
/** Long enough for a lease of a job to seem over, and for anybody to take it away. */
const WRONG_FOR_MS = { short: 4000, long: 20_000 };
const CLOCK = new URL('../processes/shifted-clock.mjs', import.meta.url).href;

/** Clocks of single processes jump by an hour, forth and back: nobody's job or example is taken away for that. */
export const clocks: Scenario = {
  name: 'clocks',
  title: 'clocks jump by an hour under load',
  async run(run) {
    const fileOf = (name: string) => join(run.folder, `clock-${name}`);
    const clockOf = (name: string) => ({
      NODE_OPTIONS: `--import ${CLOCK}`,
      WINNOW_FAULTS_CLOCK: fileOf(name),
    });
    const settings = { workers: 1, variables: clockOf('serve'), variablesOfWorkers: clockOf('worker') };
    const strike = async (loaded: LoadedWinnow) => {
      for (const hours of [1, -1]) {
        for (const [name, victim] of [
          ['serve', 'web and worker of winnow serve'],
          ['worker', 'winnow worker'],
        ] as const) {
          const during = await loaded.whatRuns();
          await writeFile(fileOf(name), String(hours * HOUR_MS));
          await loaded.pause(run.short ? WRONG_FOR_MS.short : WRONG_FOR_MS.long);
          await loaded.untilWhole();
          await loaded.check();
          await writeFile(fileOf(name), '0');
          const how = hours > 0 ? 'clock an hour ahead, and back' : 'clock an hour behind, and back';
          // It was whole all the time.
          recordFault(run, { victim, how, during, recoverySeconds: 0 });
        }
      }
    };
    await underLoad(run, {
      settings: () => settings,
      strike,
      atLast: ({ view }) => requireNothingTakenAway(view),
    });
  },
};

/** Nobody died: whatever was begun twice was taken from a worker that lived. */
async function requireNothingTakenAway(view: OutsideView): Promise<void> {
  const taken = await view.query(
    `SELECT "id", "kind", "attempt", "failures", "interruptions" FROM "Job" WHERE attempt > 1`,
  );
  if (taken.length > 0) throw new Error(`Jobs were taken from workers that live: ${JSON.stringify(taken)}`);
}
