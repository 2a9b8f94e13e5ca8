import { z } from 'zod';
import type { HandedOutItem } from '@/lib/contracts/labeling';
import type { useTRPCClient } from '../api/client';
import type { LabelingPort } from './labeling-session';
import type { UnsentAnswers } from './unsent-answer';

type Client = ReturnType<typeof useTRPCClient>;

interface BatchName {
  readonly projectId: string;
  readonly batchId: string;
}

/** Held at once: enough that a stream of quick answers never waits for the list. */
const HELD = 12;

/** A labeling session's server over the API. */
export function labelingPort(client: Client, batch: BatchName, unsent: UnsentAnswers): LabelingPort {
  return {
    async send(given) {
      try {
        return await client.annotations.answer.mutate({ ...batch, ...given });
      } catch (error) {
        const refused = refusal(error);
        if (refused === null) throw error;
        return { refused };
      }
    },
    async undo() {
      const undone = await client.annotations.undo.mutate(batch);
      const item = undone?.items[0];
      return undone && item ? { item, batch: undone.batch } : null;
    },
    take: () => client.annotations.next.mutate({ ...batch, count: HELD }),
    keep: (answer) => unsent.write(answer),
  };
}

/** Tells the server while the page is torn down, when an ordinary request would be cut off. */
export function leaveByBeacon(batch: BatchName): void {
  const body = JSON.stringify({ json: batch });
  navigator.sendBeacon('/api/trpc/annotations.leave', new Blob([body], { type: 'application/json' }));
}

/** Whether the same request may go well later: the server was not there, or had a trouble of its own. */
export function mayPass(error: unknown): boolean {
  return !['bad-input', 'unauthenticated', 'forbidden', 'not-found', 'conflict'].includes(
    codeOf(error) ?? '',
  );
}

/** Why the server will not take an answer however often it is sent; null where another attempt may help. */
export function refusal(error: unknown): string | null {
  const code = codeOf(error);
  return error instanceof Error && (code === 'conflict' || code === 'not-found') ? error.message : null;
}

const apiErrorSchema = z.object({ data: z.object({ appCode: z.string() }) });

function codeOf(error: unknown): string | null {
  return apiErrorSchema.safeParse(error).data?.data.appCode ?? null;
}

const SKIPPED_PER_REQUEST = 200;

export async function skippedItems(client: Client, batch: BatchName, size: number): Promise<HandedOutItem[]> {
  const skipped: HandedOutItem[] = [];
  for (let from = 0; from < size; from += SKIPPED_PER_REQUEST) {
    const items = await client.annotations.items.query({ ...batch, from, limit: SKIPPED_PER_REQUEST });
    for (const { state, position, example } of items) {
      if (state === 'skipped' && position >= from) skipped.push({ position, example, guess: null });
    }
  }
  return skipped;
}
