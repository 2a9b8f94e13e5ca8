import type { ExampleQuery, ExampleView } from '@/lib/contracts/example';
import { SPLITS } from '@/lib/contracts/project';
import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import type { ExampleColumns } from './example-columns.service';
import { exampleColumns, labelColumn, scoreColumns } from './example-columns.service';
import { viewExamples } from './example-view.service';
import { countExamples, findRowsByKey } from './examples.repository';
import type { ScoreColumns } from './score-columns';

/** A page of the pool browser, and how many examples there are in all that fit the filters. */
export async function listExamples(
  container: Container,
  query: ExampleQuery,
): Promise<{ total: number; items: ExampleView[] }> {
  const { projectId, scoreSetId, offset, limit } = query;
  const columns = await exampleColumns(container, projectId);
  const scores = scoreSetId === undefined ? null : await scoreColumns(container, projectId, scoreSetId);
  const fits = await makeFilter(container, query, columns, scores);
  const page: number[] = [];
  let total = 0;
  for (const row of rowsInOrder(columns.rows, scores, query.order)) {
    if (!fits(row)) continue;
    if (total >= offset && page.length < limit) page.push(row);
    total++;
  }
  return { total, items: await viewExamples(container, projectId, page, scoreSetId) };
}

/** @throws AppError `not-found` */
export async function getExample(container: Container, projectId: string, row: number): Promise<ExampleView> {
  if (row >= (await countExamples(container.db, projectId))) {
    throw new AppError('not-found', `There is no example ${row} in this project.`);
  }
  const [example] = await viewExamples(container, projectId, [row]);
  return example as ExampleView;
}

/** Rows by score where one is named, those without a score last; else by row. */
function* rowsInOrder(
  rows: number,
  scores: ScoreColumns | null,
  order: ExampleQuery['order'],
): Generator<number> {
  if (!scores) {
    for (let row = 0; row < rows; row++) yield row;
    return;
  }
  const { ascending } = scores;
  const last = ascending.length - 1;
  for (let index = 0; index <= last; index++) {
    yield ascending[order === 'ascending' ? index : last - index] as number;
  }
  for (let row = 0; row < rows; row++) if (!hasScore(scores, row)) yield row;
}

function hasScore(scores: ScoreColumns, row: number): boolean {
  return row < scores.rows && Number.isFinite(scores.scores[row]);
}

/** All filters of a query as one function of the row. */
async function makeFilter(
  container: Container,
  query: ExampleQuery,
  columns: ExampleColumns,
  scores: ScoreColumns | null,
): Promise<(row: number) => boolean> {
  const filters: ((row: number) => boolean)[] = [];
  const { split, label, labeled, search, predicted, minimumScore, maximumScore } = query;
  if (split !== undefined) {
    const wanted = SPLITS.indexOf(split);
    filters.push((row) => columns.splits[row] === wanted);
  }
  if (label !== undefined || labeled !== undefined) {
    const labels = await labelColumn(container, query.projectId, columns);
    if (label !== undefined) filters.push((row) => labels[row] === label);
    if (labeled !== undefined) filters.push((row) => (labels[row] as number) >= 0 === (labeled === 'yes'));
  }
  if (search) {
    const found = new Set(await findRowsByKey(container.db, query.projectId, search));
    filters.push((row) => found.has(row));
  }
  if (predicted !== undefined || minimumScore !== undefined || maximumScore !== undefined) {
    if (!scores) {
      throw new AppError('bad-input', 'These filters act on a score, and none is named.', 'Choose a score.');
    }
    const [low, high] = [minimumScore ?? -Infinity, maximumScore ?? Infinity];
    if (predicted !== undefined)
      filters.push((row) => row < scores.rows && scores.predicted[row] === predicted);
    if (minimumScore !== undefined || maximumScore !== undefined) {
      filters.push(
        (row) =>
          hasScore(scores, row) &&
          (scores.scores[row] as number) >= low &&
          (scores.scores[row] as number) <= high,
      );
    }
  }
  return (row) => filters.every((fits) => fits(row));
}
