import { setTimeout as sleep } from 'node:timers/promises';
import superjson from 'superjson';
import type { HandOut } from '@/lib/contracts/labeling';

/** What an annotator was told is stored. */
export interface AcknowledgedAnswer {
  readonly row: number;
  readonly label: number;
}

/**
 * Somebody who labels over HTTP as the label screen does: takes examples, sends each answer until it is acknowledged, and
 * goes on. A server that is gone is asked again.
 */
export class ScriptedAnnotator {
  readonly handedOut = new Set<number>();
  readonly acknowledged: AcknowledgedAnswer[] = [];
  /** examples that the server said somebody else has */
  refused = 0;

  constructor(
    private readonly input: {
      readonly url: string;
      readonly cookie: string;
      readonly batch: { readonly projectId: string; readonly batchId: string };
      /** how many are answered in one go, as the grid does; 1 as the screen does */
      readonly together: number;
      readonly labelOf: (row: number) => number;
      readonly onAcknowledged: (count: number) => void;
    },
  ) {}

  /** Until nothing of the batch is open. */
  async work(): Promise<void> {
    const { batch, together } = this.input;
    const count = Math.max(8, together);
    for (;;) {
      const { items, batch: view } = await this.call<HandOut>('annotations.next', { ...batch, count });
      const rows = items.map(({ example }) => example.row);
      for (const row of rows) this.handedOut.add(row);
      if (rows.length === 0 && view.open === 0) return;
      if (rows.length === 0) await sleep(50);
      for (let from = 0; from < rows.length; from += together) {
        await this.answer(rows.slice(from, from + together));
      }
    }
  }

  private async answer(rows: readonly number[]): Promise<void> {
    const { batch, labelOf, onAcknowledged } = this.input;
    const answers = rows.map((row) => ({ row, label: labelOf(row), seconds: 1 }));
    const [only] = answers;
    const taken =
      answers.length === 1 && only
        ? await this.call('annotations.answer', { ...batch, ...only }).then(() => [])
        : (
            await this.call<{ taken: number[] }>('annotations.answerAll', {
              ...batch,
              answers,
              skipTaken: true,
            })
          ).taken;
    this.refused += taken.length;
    const stored = answers.filter(({ row }) => !taken.includes(row));
    this.acknowledged.push(...stored.map(({ row, label }) => ({ row, label })));
    onAcknowledged(stored.length);
  }

  /** Repeated until there is an answer: whether the one before was carried out cannot be known. */
  private async call<Result>(procedure: string, input: object): Promise<Result> {
    const { url, cookie } = this.input;
    for (;;) {
      try {
        const response = await fetch(`${url}/api/trpc/${procedure}`, {
          method: 'POST',
          headers: { cookie, 'content-type': 'application/json' },
          body: JSON.stringify(superjson.serialize(input)),
        });
        if (response.status < 500) {
          const body = (await response.json()) as Answered;
          if (body.result) return superjson.deserialize<Result>(body.result.data);
          throw new RefusedError(`${procedure}: ${body.error?.json.message}`);
        }
      } catch (error) {
        if (error instanceof RefusedError) throw error;
      }
      await sleep(100);
    }
  }
}

interface Answered {
  readonly result?: { readonly data: Parameters<typeof superjson.deserialize>[0] };
  readonly error?: { readonly json: { readonly message: string } };
}

class RefusedError extends Error {}
