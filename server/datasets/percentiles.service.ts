import type { ExampleView } from '@/lib/contracts/example';
import { SPLITS } from '@/lib/contracts/project';
import type { Container } from '../container';
import { scoreBlobs, scoreColumns, splitColumn } from './example-columns.service';
import { viewExamples } from './example-view.service';

const SHOWN_PERCENTILES = [99, 95, 50, 5];

export interface PercentileGroup {
  readonly percentile: number;
  /** the score at this percentile */
  readonly score: number;
  /** the examples around it, by descending score */
  readonly examples: ExampleView[];
}

/** What the pool looks like at the 99th, 95th, 50th and 5th percentile of a score; empty where no pool example has one. */
export async function listPercentiles(
  container: Container,
  input: { projectId: string; scoreSetId: string; perGroup: number },
): Promise<PercentileGroup[]> {
  const { projectId, scoreSetId, perGroup } = input;
  const splits = await splitColumn(container, projectId);
  const blobs = await scoreBlobs(container, projectId, scoreSetId);
  const { ascending, scores } = await scoreColumns(container, blobs.scores);
  const pool = ascending.filter((row) => splits[row] === SPLITS.indexOf('pool'));
  if (pool.length === 0) return [];
  const groups = SHOWN_PERCENTILES.map((percentile) => {
    const middle = Math.round((percentile / 100) * (pool.length - 1));
    const first = Math.max(0, Math.min(middle - Math.floor(perGroup / 2), pool.length - perGroup));
    const rows = Array.from(pool.subarray(first, first + perGroup)).reverse();
    return { percentile, score: scores[pool[middle] as number] as number, rows };
  });
  const views = await viewExamples(
    container,
    projectId,
    groups.flatMap(({ rows }) => rows),
    scoreSetId,
  );
  let next = 0;
  return groups.map(({ percentile, score, rows }) => ({
    percentile,
    score,
    examples: views.slice(next, (next += rows.length)),
  }));
}
