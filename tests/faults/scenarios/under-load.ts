import { join } from 'node:path';
import { OutsideView } from '../invariants/outside-view';
import { LoadedWinnow } from '../load/loaded-winnow';
import { KeptPostgres } from '../processes/kept-postgres';
import { Winnow } from '../processes/winnow';
import type { WinnowSettings } from '../processes/winnow';
import type { ScenarioRun } from '../scenario';
import type { World } from './strike';

type Settings = Omit<WinnowSettings, 'folder' | 'databaseUrl'>;

interface Plan {
  /** of PostgreSQL */
  readonly database?: Readonly<Record<string, string>>;
  readonly settings: (databaseUrl: string) => Settings | Promise<Settings>;
  /** left out: also what goes to a labeling platform, which is at 127.0.0.1 */
  readonly withoutPushes?: boolean;
  readonly strike: (loaded: LoadedWinnow, world: World) => Promise<void>;
  /** looks once more when all has come to its end */
  readonly atLast?: (world: World) => Promise<void>;
}

/** Winnow at work on a PostgreSQL beside it, until the strikes are over; then all comes to its end. */
export async function underLoad(
  run: ScenarioRun,
  { database, settings, withoutPushes = false, strike, atLast }: Plan,
): Promise<void> {
  const postgres = await KeptPostgres.start(join(run.folder, 'postgres'), database);
  const { url: databaseUrl } = postgres;
  const view = OutsideView.of(databaseUrl);
  let winnow: Winnow | null = null;
  try {
    winnow = await Winnow.start({ folder: run.folder, databaseUrl, ...(await settings(databaseUrl)) });
    const world = { postgres, winnow, view };
    await whileLoaded(run, winnow, view, (loaded) => strike(loaded, world), withoutPushes);
    await atLast?.(world);
  } finally {
    await view.close();
    await winnow?.stop();
    await postgres.stop();
  }
}

/** The load of a Winnow that runs, until the strikes are over and all has come to its end. */
export async function whileLoaded(
  run: ScenarioRun,
  winnow: Winnow,
  view: OutsideView,
  strike: (loaded: LoadedWinnow) => Promise<void>,
  withoutPushes = false,
): Promise<void> {
  const loaded = await LoadedWinnow.begin(run, winnow, view, { withoutPushes });
  try {
    await strike(loaded);
    await loaded.finish();
  } finally {
    await loaded.close();
  }
}
