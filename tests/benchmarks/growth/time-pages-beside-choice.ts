import type { SignedInClient } from '../signed-in-client';
import type { WalkedPool } from './walk-stages';

const PREVIEWS = 3;

/** Milliseconds of a preview by the power family of a tenth, and of the pages of the pool that were asked for meanwhile. */
interface TimedPreview {
  readonly preview: number;
  readonly pages: number;
  readonly median: number;
  readonly longest: number;
}

/** How long others wait while somebody looks at what a scheme would choose. */
export async function timePagesBesideChoice(
  client: SignedInClient,
  { projectId, scoreSetIds, rows }: WalkedPool,
): Promise<TimedPreview[]> {
  const choice = { projectId, scoreSetId: scoreSetIds[0], scheme: 'power', budget: rows / 10 };
  const timed: TimedPreview[] = [];
  while (timed.length < PREVIEWS) {
    const start = performance.now();
    let isMade = false;
    const preview = client.query('selections.preview', choice).finally(() => (isMade = true));
    const waits: number[] = [];
    while (!isMade) {
      const asked = performance.now();
      await client.query('examples.list', { projectId, offset: 60 });
      waits.push(performance.now() - asked);
    }
    await preview;
    waits.sort((a, b) => a - b);
    timed.push({
      preview: Math.round(performance.now() - start),
      pages: waits.length,
      median: Math.round(waits[waits.length >> 1] ?? NaN),
      longest: Math.round(waits.at(-1) ?? NaN),
    });
  }
  return timed;
}
