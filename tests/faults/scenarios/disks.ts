import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadedWinnow } from '../load/loaded-winnow';
import { SmallDisk } from '../machine/small-disk';
import type { Scenario, ScenarioRun } from '../scenario';
import type { Strike, World } from './strike';
import { strikeAndLook, untilNothingWaitsForRoom } from './strike';
import { underLoad } from './under-load';

const DISK_MEGABYTES = 384;
const FULL_MS = { short: 12_000, long: 60_000 };
const FILL_EVERY_MS = 100;
/** So that its log of changes leaves room on a disk this small. */
const SMALL_LOG = { max_wal_size: '64MB', min_wal_size: '32MB' };
const SAYS_WHAT_TO_DO = /^503 .*Make room in the data folder/;

/** The disk of the blobs, then PostgreSQL's, is full to its last byte for a while. */
export const disks: Scenario = {
  name: 'disks',
  title: 'disks are full under load, and have room again',
  needs: () => SmallDisk.needs(),
  async run(run) {
    const mounted: SmallDisk[] = [];
    const mount = async (folder: string) => {
      const disk = await SmallDisk.mount(join(run.folder, folder), DISK_MEGABYTES);
      mounted.push(disk);
      return disk;
    };
    try {
      const [blobs, database] = [await mount('data/blobs'), await mount('postgres')];
      await underLoad(run, {
        database: SMALL_LOG,
        settings: () => ({ workers: 1 }),
        strike: (loaded, world) => fillBoth(run, loaded, world, { blobs, database }),
      });
    } finally {
      for (const disk of mounted) await disk.unmount();
    }
  },
};

async function fillBoth(
  run: ScenarioRun,
  loaded: LoadedWinnow,
  world: World,
  { blobs, database }: { blobs: SmallDisk; database: SmallDisk },
): Promise<void> {
  const fullMs = run.short ? FULL_MS.short : FULL_MS.long;
  const askedMeanwhile = async () => {
    const said = await loaded.tryUpload();
    if (!SAYS_WHAT_TO_DO.test(said)) throw new Error(`An upload to a full disk is answered: ${said}`);
  };
  await loaded.pause(1000);
  const rest = () => Promise.resolve();
  await strikeAndLook(run, loaded, filled(world, 'the disk of the blobs', blobs, { fullMs, askedMeanwhile }));
  await loaded.pause(1000);
  await strikeAndLook(
    run,
    loaded,
    filled(world, 'PostgreSQL’s disk', database, { fullMs, askedMeanwhile: rest }),
  );
}

function filled(
  { view }: World,
  victim: string,
  disk: SmallDisk,
  { fullMs, askedMeanwhile }: { fullMs: number; askedMeanwhile: () => Promise<void> },
): Strike {
  return {
    ...{ victim, how: `full for ${fullMs / 1000} s` },
    strike() {
      disk.fill();
      return Promise.resolve(true);
    },
    async untilBack() {
      const roomAt = Date.now() + fullMs;
      await askedMeanwhile();
      while (Date.now() < roomAt) {
        disk.fill();
        await sleep(FILL_EVERY_MS);
      }
      await disk.makeRoom();
      await untilNothingWaitsForRoom(view);
    },
  };
}
