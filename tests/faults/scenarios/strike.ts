import { setTimeout as sleep } from 'node:timers/promises';
import type { OutsideView } from '../invariants/outside-view';
import type { LoadedWinnow } from '../load/loaded-winnow';
import type { KeptPostgres } from '../processes/kept-postgres';
import type { Winnow } from '../processes/winnow';
import type { ScenarioRun } from '../scenario';
import { recordFault } from '../scenario';

const BACK_LIMIT_MS = 600_000;

export interface World {
  readonly postgres: KeptPostgres;
  readonly winnow: Winnow;
  readonly view: OutsideView;
}

/** A process id, null where nothing runs. */
export type Seen = number | null;

/** One fault: what is struck, and when it is over. */
export interface Strike {
  readonly victim: string;
  /** e.g. `SIGKILL` */
  readonly how: string;
  /** false where there was nothing to strike */
  strike(): Promise<boolean>;
  /** Until something runs in its place, started by nobody's hand. */
  untilBack(): Promise<void>;
}

/** Strikes, waits until Winnow is whole again by itself, and looks at everything. False where nothing was struck. */
export async function strikeAndLook(run: ScenarioRun, loaded: LoadedWinnow, fault: Strike): Promise<boolean> {
  const during = await loaded.whatRuns();
  const startedAt = performance.now();
  if (!(await fault.strike())) return false;
  await fault.untilBack();
  await loaded.untilWhole();
  const recoverySeconds = (performance.now() - startedAt) / 1000;
  const { victim, how } = fault;
  recordFault(run, { victim, how, during, recoverySeconds });
  await loaded.check();
  return true;
}

export const isAnother = (now: Seen, before: Seen): boolean => now !== null && now !== before;

/** Jobs and parts that are a worker's by its process id. */
function workOf(view: OutsideView, pid: Seen) {
  const ofWorker = `state = 'running' AND "worker" LIKE '%:' || $1::text || ':%'`;
  return view.query(
    `SELECT 1 FROM "Job" WHERE ${ofWorker} UNION ALL SELECT 1 FROM "JobPart" WHERE ${ofWorker}`,
    [pid],
  );
}

export async function isAtWork(view: OutsideView, pid: Seen): Promise<boolean> {
  return (await workOf(view, pid)).length > 0;
}

/** Everything that a worker had begun, which is struck, ended or was given away. */
export async function untilNothingIsLeftTo(view: OutsideView, pid: Seen): Promise<void> {
  await untilQuery(async () => !(await isAtWork(view, pid)), `Work of the worker ${pid} is given to nobody.`);
}

/** Until a worker says again that it lives. */
export async function untilSeenAgain(view: OutsideView, pid: Seen): Promise<void> {
  const seen = async () => {
    const rows = await view.query(
      `SELECT 1 FROM "Worker" WHERE "name" LIKE '%:' || $1::text || ':%'
         AND "heartbeatAt" > now() AT TIME ZONE 'UTC' - interval '5 seconds'`,
      [pid],
    );
    return rows.length > 0;
  };
  await untilQuery(seen, `The worker ${pid} did not come back.`);
}

/** Until no job says any more that it waits for a disk or a store. */
export async function untilNothingWaitsForRoom(view: OutsideView): Promise<void> {
  const goesOn = async () => {
    const waiting = await view.query(`SELECT "id" FROM "Job" WHERE state = 'queued' AND "error" IS NOT NULL`);
    return waiting.length === 0;
  };
  await untilQuery(goesOn, 'What waited for room does not go on.');
}

async function untilQuery(holds: () => Promise<boolean>, otherwise: string): Promise<void> {
  const giveUpAt = Date.now() + BACK_LIMIT_MS;
  while (!(await holds())) {
    if (Date.now() > giveUpAt) throw new Error(otherwise);
    await sleep(50);
  }
}

export async function until(holds: () => boolean): Promise<void> {
  const giveUpAt = Date.now() + BACK_LIMIT_MS;
  while (!holds()) {
    if (Date.now() > giveUpAt) throw new Error('What was struck did not come back.');
    await sleep(50);
  }
}
