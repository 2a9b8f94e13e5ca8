import type { Container } from '../../container';
import { countOnWorker } from '../../workers/workers.repository';
import type { JobContext } from '../job';
import { seatsOf, type PartDefinition } from './part';
import type { ClaimedPart } from './parts.repository';
import { runPart } from './run-part';
import { waitForAny } from './wait-for-any';

/** The parts that the job's own worker is at. */
export class Seats {
  private readonly taken = new Set<Promise<void>>();
  private readonly over = new AbortController();
  private readonly signal: AbortSignal;
  private failure: { readonly error: unknown } | null = null;

  private constructor(
    private readonly container: Container,
    private readonly context: JobContext,
    private readonly definition: PartDefinition<unknown, unknown>,
    private readonly count: number,
  ) {
    this.signal = AbortSignal.any([context.signal, this.over.signal]);
  }

  static async of(
    container: Container,
    context: JobContext,
    definition: PartDefinition<unknown, unknown>,
  ): Promise<Seats> {
    return new Seats(container, context, definition, await seatsOf(container, definition));
  }

  /** @returns how many were given a part */
  async fill(claim: () => Promise<ClaimedPart | null>): Promise<number> {
    let given = 0;
    while (this.taken.size < this.count) {
      const part = await claim();
      if (!part) break;
      this.give(part);
      given += 1;
    }
    return given;
  }

  /** Until a part has ended, or for this long. @throws what kept a part from ending as parts do */
  async change(milliseconds: number): Promise<void> {
    await waitForAny(milliseconds, this.signal, this.taken);
    if (this.failure) throw this.failure.error;
  }

  async clear(): Promise<void> {
    this.over.abort();
    await Promise.all(this.taken);
  }

  private give(part: ClaimedPart): void {
    const ended = this.doPart(part)
      .catch((error: unknown) => void (this.failure ??= { error }))
      .finally(() => this.taken.delete(ended));
    this.taken.add(ended);
  }

  private async doPart(part: ClaimedPart): Promise<void> {
    const { container, context, definition } = this;
    const end = await runPart(container, definition, part, this.signal);
    if (end !== 'left') {
      await countOnWorker(container.db, context.worker, end === 'done' ? 'partsDone' : 'failures');
    }
  }
}
