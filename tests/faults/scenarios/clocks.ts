import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { OutsideView } from '../invariants/outside-view';
import { LoadedWinnow } from '../load/loaded-winnow';
import { KeptPostgres } from '../processes/kept-postgres';
import { Winnow } from '../processes/winnow';
import type { Scenario } from '../scenario';
import { recordFault } from '../scenario';

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
    const postgres = await KeptPostgres.start(join(run.folder, 'postgres'));
    const winnow = await Winnow.start({
      ...{ folder: run.folder, databaseUrl: postgres.url, workers: 1 },
      ...{ variables: clockOf('serve'), variablesOfWorkers: clockOf('worker') },
    });
    const view = new OutsideView(postgres.url);
    try {
      const loaded = await LoadedWinnow.begin(run, winnow, view);
      try {
        for (const hours of [1, -1]) {
          for (const [name, victim] of [
            ['serve', 'web and worker of winnow serve'],
            ['worker', 'winnow worker'],
          ] as const) {
            const during = await loaded.whatRuns();
            await writeFile(fileOf(name), String(hours * HOUR_MS));
            const error = await Promise.race([
              loaded.failed,
              sleep(run.short ? WRONG_FOR_MS.short : WRONG_FOR_MS.long, null),
            ]);
            if (error) throw error;
            await loaded.untilWhole();
            await loaded.check();
            await writeFile(fileOf(name), '0');
            const how = hours > 0 ? 'clock an hour ahead, and back' : 'clock an hour behind, and back';
            // It was whole all the time.
            recordFault(run, { victim, how, during, recoverySeconds: 0 });
          }
        }
        await loaded.finish();
        await requireNothingTakenAway(view);
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

/** Nobody died: whatever was begun twice was taken from a worker that lived. */
async function requireNothingTakenAway(view: OutsideView): Promise<void> {
  const taken = await view.query(
    `SELECT "id", "kind", "attempt", "failures", "interruptions" FROM "Job" WHERE attempt > 1`,
  );
  if (taken.length > 0) throw new Error(`Jobs were taken from workers that live: ${JSON.stringify(taken)}`);
}
