import { setTimeout as sleep } from 'node:timers/promises';
import type { Container } from '../../container';
import { VERSION } from '../../version';
import { countOnWorker } from '../../workers/workers.repository';
import type { PartDefinition } from './part';
import { claimAnyPart } from './parts.repository';
import { runPart } from './run-part';

const POLL_MS = 500;

/** Does parts of other workers' jobs while this worker has no computing of its own. */
export class PartHelper {
  private readonly definitions: ReadonlyMap<string, PartDefinition<unknown, unknown>>;

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
        if (!isBusy() && (await this.doOne(engine, stop))) continue;
        await sleep(POLL_MS, undefined, { signal: stop }).catch(() => undefined);
      } catch (error) {
        this.container.log.error({ err: error }, 'helping with parts failed');
        await sleep(POLL_MS * 4, undefined, { signal: stop }).catch(() => undefined);
      }
    }
  }

  private async doOne(engine: string, stop: AbortSignal): Promise<boolean> {
    const { container, worker, definitions } = this;
    const part = await claimAnyPart(container.db, worker, {
      kinds: [...definitions.keys()],
      version: VERSION,
      engine,
    });
    const definition = part && definitions.get(part.kind);
    if (!definition) return false;
    const end = await runPart(container, definition, part, stop);
    if (end !== 'left') await countOnWorker(container.db, worker, end === 'done' ? 'partsDone' : 'failures');
    return true;
  }
}
