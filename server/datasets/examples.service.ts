import type { ExampleQuery, ExampleView } from '@/lib/contracts/example';
import { SPLITS } from '@/lib/contracts/project';
import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import {
  expectQuestions,
  labelColumn,
  predictionColumns,
  scoreBlobs,
  scoreColumns,
  searchColumn,
  splitColumn,
} from './example-columns.service';
import { viewExamples } from './example-view.service';
import type { ScoreBlobs } from './examples.repository';
import { countExamples } from './examples.repository';
import type { ScoreColumns } from './score-columns';

/** A page of the pool browser, and how many examples there are in all that fit the filters. */
export async function listExamples(
  container: Container,
  query: ExampleQuery,
): Promise<{ total: number; items: ExampleView[] }> {
  const { projectId, scoreSetId, offset, limit } = query;
  const rows = await countExamples(container.db, projectId);
  const blobs = scoreSetId === undefined ? null : await scoreBlobs(container, projectId, scoreSetId);
  const scores = blobs && (await scoreColumns(container, blobs.scores));
  const rowAt = orderRows(rows, scores, query.order);
  const filters = await makeFilters(container, query, blobs);
  if (filters.length === 0 && offset === 0) expectQuestions(container, projectId);
  const page: number[] = [];
  let total = rows;
  if (filters.length === 0) {
    for (let place = offset; place < Math.min(offset + limit, rows); place++) page.push(rowAt(place));
  } else {
    total = 0;
    for (let place = 0; place < rows; place++) {
      const row = rowAt(place);
      if (!filters.every((fits) => fits(row))) continue;
      if (total >= offset && page.length < limit) page.push(row);
      total++;
    }
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

/** The row at each place: by score where one is named, those without a score last; else by row. */
function orderRows(
  rows: number,
  scores: ScoreColumns | null,
  order: ExampleQuery['order'],
): (place: number) => number {
  if (!scores) return (place) => place;
  const { ascending, unscored } = scores;
  const scored = ascending.length;
  const inOrder = (place: number) => ascending[order === 'ascending' ? place : scored - 1 - place] as number;
  return (place) => {
    if (place < scored) return inOrder(place);
    if (place < scores.rows) return unscored[place - scored] as number;
    // Added since the scores were computed.
    return place;
  };
}

/** The filters of a query as functions of the row, all of which must hold. */
async function makeFilters(
  container: Container,
  query: ExampleQuery,
  blobs: ScoreBlobs | null,
): Promise<((row: number) => boolean)[]> {
  const { projectId, split, label, labeled, search } = query;
  const filters: ((row: number) => boolean)[] = [];
  if (split !== undefined) {
    const splits = await splitColumn(container, projectId);
    const wanted = SPLITS.indexOf(split);
    filters.push((row) => splits[row] === wanted);
  }
  if (label !== undefined || labeled !== undefined) {
    const labels = await labelColumn(container, projectId);
    if (label !== undefined) filters.push((row) => labels[row] === label);
    if (labeled !== undefined) filters.push((row) => (labels[row] as number) >= 0 === (labeled === 'yes'));
  }
  if (search) {
    const found = await searchColumn(container, projectId, search);
    filters.push((row) => found[row] === 1);
  }
  return [...filters, ...(await scoreFilters(container, query, blobs))];
}

async function scoreFilters(
  container: Container,
  { predicted, minimumScore, maximumScore }: ExampleQuery,
  blobs: ScoreBlobs | null,
): Promise<((row: number) => boolean)[]> {
  const filters: ((row: number) => boolean)[] = [];
  if (predicted === undefined && minimumScore === undefined && maximumScore === undefined) return filters;
  if (!blobs) {
    throw new AppError('bad-input', 'These filters act on a score, and none is named.', 'Choose a score.');
  }
  if (predicted !== undefined) {
    const { rows, predicted: labels } = await predictionColumns(container, blobs.probabilities);
    filters.push((row) => row < rows && labels[row] === predicted);
  }
  if (minimumScore !== undefined || maximumScore !== undefined) {
    const { scores } = await scoreColumns(container, blobs.scores);
    const [low, high] = [minimumScore ?? -Infinity, maximumScore ?? Infinity];
    // A row without a score is NaN or not there, and fails both comparisons.
    filters.push((row) => (scores[row] as number) >= low && (scores[row] as number) <= high);
  }
  return filters;
}
