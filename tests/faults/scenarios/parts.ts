import type { LoadedWinnow } from '../load/loaded-winnow';
import { killIfAlive } from '../processes/process-tree';
import type { Scenario, ScenarioRun } from '../scenario';
import type { Seen, Strike, World } from './strike';
import { strikeAndLook, untilNothingIsLeftTo } from './strike';
import { underLoad } from './under-load';

const WORKERS = 3;
const LOOK_EVERY_MS = 20;
/** Settings that give the same rows of letters, and are computed anew each. */
const [UNSTRUCK, ...STRUCK] = [1, 2, 3] as const;
const VICTIMS = {
  'winnow worker at a part of another’s job': '<>',
  'winnow worker whose job others do parts of': '=',
} as const;

/** One job in many parts, by all workers; those who hold some are killed, and the bytes are the same. */
export const parts: Scenario = {
  name: 'parts',
  title: 'kill -9 of workers that hold parts of one job',
  run: (run) =>
    underLoad(run, {
      settings: () => ({ workers: WORKERS }),
      strike: (loaded, world) => killWhoShares(run, loaded, world),
    }),
};

async function killWhoShares(run: ScenarioRun, loaded: LoadedWinnow, world: World): Promise<void> {
  const expected = await loaded.featuresOfTexts(UNSTRUCK);
  for (const wordsInARow of STRUCK) {
    let over = false;
    const features = loaded.featuresOfTexts(wordsInARow).finally(() => (over = true));
    // Thrown below, where it is waited for.
    features.catch(() => undefined);
    for (const [victim, relation] of Object.entries(VICTIMS)) {
      const holder = () => holderOfPart(loaded, world, relation, () => over);
      await strikeAndLook(run, loaded, killed(world, victim, holder));
    }
    if ((await features) !== expected) throw new Error('Features in parts differ from those without faults.');
  }
}

async function holderOfPart(
  loaded: LoadedWinnow,
  { view }: World,
  relation: '<>' | '=',
  isOver: () => boolean,
): Promise<Seen> {
  while (!isOver()) {
    const [held] = await view.query<{ worker: string }>(
      `SELECT p."worker" FROM "JobPart" p JOIN "Job" j ON j."id" = p."jobId" AND j.state = 'running'
       WHERE p.state = 'running' AND j."kind" = 'extract-features' AND p."worker" ${relation} j."worker" LIMIT 1`,
    );
    if (held) return Number(held.worker.split(':')[1]);
    await loaded.pause(LOOK_EVERY_MS);
  }
  return null;
}

function killed({ view }: World, victim: string, find: () => Promise<Seen>): Strike {
  let pid: Seen = null;
  return {
    ...{ victim, how: 'SIGKILL' },
    async strike() {
      pid = await find();
      return pid !== null && killIfAlive(pid, 'SIGKILL');
    },
    untilBack: () => untilNothingIsLeftTo(view, pid),
  };
}
