import type { SignedInClient } from '../signed-in-client';
import type { WalkedPool } from './walk-stages';

const REPEATS = 5;

/** Milliseconds of a page's question: the first time it is asked, and the median of the times after. */
export interface PageTime {
  readonly page: string;
  readonly first: number;
  readonly again: number;
}

/** What the pool browser asks for as somebody looks, sorts, filters, searches and turns pages. */
export async function timePages(client: SignedInClient, pool: WalkedPool): Promise<PageTime[]> {
  const { projectId, scoreSetIds } = pool;
  const [scoreSetId, otherScoreSetId] = scoreSetIds;
  const questions: Record<string, (repeat: number) => object> = {
    'first page': (offset) => ({ offset }),
    'page in the middle': (repeat) => ({ offset: 5000 + 60 * repeat }),
    'highest scores': () => ({ scoreSetId }),
    'lowest of another score': () => ({ scoreSetId: otherScoreSetId, order: 'ascending' }),
    'test split': () => ({ split: 'test' }),
    'one class': (label) => ({ label }),
    'labeled ones by score': () => ({ labeled: 'yes', scoreSetId }),
    'predicted class by score': (predicted) => ({ predicted, scoreSetId }),
    'band of scores': (repeat) => ({ scoreSetId, minimumScore: 0.1 * repeat, maximumScore: 0.5 }),
    search: (repeat) => ({ search: `77${repeat}` }),
  };
  const times: PageTime[] = [];
  for (const [page, question] of Object.entries(questions)) {
    const taken: number[] = [];
    for (let repeat = 0; repeat <= REPEATS; repeat++) {
      const start = performance.now();
      await client.query('examples.list', { projectId, ...question(repeat) });
      taken.push(performance.now() - start);
    }
    const [first = NaN, ...others] = taken;
    const again = others.sort((a, b) => a - b)[Math.floor(others.length / 2)] ?? NaN;
    times.push({ page, first: Math.round(first), again: Math.round(again) });
  }
  for (const procedure of ['scores.distribution', 'selections.preview']) {
    const input =
      procedure === 'scores.distribution'
        ? { projectId, scoreSetId }
        : { projectId, scoreSetId, scheme: 'gradient-cdf', budget: 1000 };
    const start = performance.now();
    await client.query(procedure, input);
    const first = performance.now() - start;
    const restart = performance.now();
    await client.query(procedure, input);
    times.push({
      page: procedure,
      first: Math.round(first),
      again: Math.round(performance.now() - restart),
    });
  }
  return times;
}
