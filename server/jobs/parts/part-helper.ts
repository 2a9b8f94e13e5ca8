import { setTimeout as sleep } from 'node:timers/promises';
import type { Container } from '../../container';
import { VERSION } from '../../version';
import { countOnWorker } from '../../workers/workers.repository';
import { seatsOf, type PartDefinition } from './part';
import { claimAnyPart, releasePart, type ClaimedPart } from './parts.repository';
import { runPart } from './run-part';
import { UnreachableStages } from './unreachable-stages';
import { waitForAny } from './wait-for-any';

const POLL_MS = 500;
/** Shares of a worker, a seat's being one by their number, do not always add up to 1. */
const FULL = 1 - 1e-9;

/** Does parts of other workers' jobs while this worker has no computing of its own. */
export class PartHelper {
  private readonly definitions: ReadonlyMap<string, PartDefinition<unknown, unknown>>;
  /** what this worker is at, and the share of the worker that it takes */
  private readonly running = new Map<Promise<void>, number>();
  private readonly unreachable = new UnreachableStages();

  constructor(
    private readonly container: Container,
    private readonly worker: string,
    definitions: readonly PartDefinition<unknown, unknown>[],
  ) {
    this.definitions = new Map(definitions.map((definition) => [definition.kind, definition]));
  }

  /** Until the signal. @param isBusy whether jobs of this worker use its cores */
  async serve(engine: string, isBusy: () => boolean, stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      try {
        if (!isBusy() && this.load() < FULL && (await this.beginOne(engine, stop))) continue;
        await waitForAny(POLL_MS, stop, this.running.keys());
      } catch (error) {
        this.container.log.error({ err: error }, 'helping with parts failed');
        await sleep(POLL_MS * 4, undefined, { signal: stop }).catch(() => undefined);
      }
    }
    await Promise.all(this.running.keys());
    for (const definition of this.definitions.values()) await definition.closeIdle?.();
  }

  private load(): number {
    return [...this.running.values()].reduce((sum, share) => sum + share, 0);
  }

  private async beginOne(engine: string, stop: AbortSignal): Promise<boolean> {
    const { container, worker, definitions } = this;
    const lastKinds = [...definitions.values()].filter(({ patient }) => patient).map(({ kind }) => kind);
    const kinds = [...definitions.keys()];
    const unreachable = this.unreachable.list();
    const abilities = { kinds, lastKinds, version: VERSION, engine, unreachable };
    const part = await claimAnyPart(container.db, worker, abilities);
    const definition = part && definitions.get(part.kind);
    if (!definition) return false;
    if (!(await reaches(container, definition, part))) {
      this.unreachable.add(part);
      await releasePart(container.db, part);
      return true;
    }
    const ended = this.doPart(definition, part, stop)
      .catch((error: unknown) => container.log.error({ err: error }, 'helping with a part failed'))
      .finally(() => this.running.delete(ended));
    this.running.set(ended, 1);
    // a seat among several takes a share only; until they are known it takes all
    const seats = await seatsOf(container, definition);
    if (this.running.has(ended)) this.running.set(ended, 1 / seats);
    return true;
  }

  private async doPart(
    definition: PartDefinition<unknown, unknown>,
    part: ClaimedPart,
    stop: AbortSignal,
  ): Promise<void> {
    const { container, worker } = this;
    const end = await runPart(container, definition, part, stop);
    if (end !== 'left') await countOnWorker(container.db, worker, end === 'done' ? 'partsDone' : 'failures');
  }
}

async function reaches(
  container: Container,
  definition: PartDefinition<unknown, unknown>,
  part: ClaimedPart,
): Promise<boolean> {
  const payload = definition.payload.safeParse(part.payload);
  // What it cannot read it fails to run, and says so.
  return !payload.success || ((await definition.reaches?.(container, payload.data)) ?? true);
}
