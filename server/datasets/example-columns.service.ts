import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import {
  countExamples,
  findRowsByText,
  findScoreBlobs,
  listLiveLabels,
  readSplitsAndLabels,
} from './examples.repository';
import { RecentValues } from './recent-values';
import type { ScoreColumns } from './score-columns';
import { readScoreColumns } from './score-columns';

/** What is known of every row of a project without a score; some 5 bytes a row. */
export interface ExampleColumns {
  readonly rows: number;
  /** place in SPLITS */
  readonly splits: Uint8Array;
  /** class number of the label from file, −1 where none */
  readonly fileLabels: Int32Array;
}

interface Caches {
  readonly examples: RecentValues<ExampleColumns>;
  readonly scores: RecentValues<ScoreColumns>;
  readonly searches: RecentValues<Uint8Array>;
}

/** With a million rows, a process keeps some 200 MB at most. */
const KEPT = { examples: 8, scores: 8, searches: 16 };

/** Rows, once complete, and scores never change, so these need no invalidation; each container has its own. */
const caches = new WeakMap<Container, Caches>();

function cachesOf(container: Container): Caches {
  const known = caches.get(container);
  if (known) return known;
  const made = {
    examples: new RecentValues<ExampleColumns>(KEPT.examples),
    scores: new RecentValues<ScoreColumns>(KEPT.scores),
    searches: new RecentValues<Uint8Array>(KEPT.searches),
  };
  caches.set(container, made);
  return made;
}

export async function exampleColumns(container: Container, projectId: string): Promise<ExampleColumns> {
  const rows = await countExamples(container.db, projectId);
  return cachesOf(container).examples.get(`${projectId} ${rows}`, async () => ({
    rows,
    ...(await readSplitsAndLabels(container.db, projectId, rows)),
  }));
}

/** @throws AppError `not-found` for a score set that is not of the project, or not finished */
export async function scoreColumns(
  container: Container,
  projectId: string,
  scoreSetId: string,
): Promise<ScoreColumns> {
  const blobs = await findScoreBlobs(container.db, projectId, scoreSetId);
  if (!blobs) throw new AppError('not-found', 'There is no such finished score in this project.');
  return cachesOf(container).scores.get(`${blobs.scores} ${blobs.probabilities}`, () =>
    readScoreColumns(container.matrices, blobs),
  );
}

/** By row, the class number that counts: people's, else the one from file; −1 where none. */
export async function labelColumn(container: Container, projectId: string): Promise<Int32Array> {
  const { rows, fileLabels } = await exampleColumns(container, projectId);
  const labels = fileLabels.slice();
  for (const { row, label, kind } of await listLiveLabels(container.db, projectId)) {
    if (row >= rows) continue;
    if (label !== null) labels[row] = label;
    else if (kind === 'bad') labels[row] = -1;
  }
  return labels;
}

/** By row, 1 where the key or the excerpt holds the text. Kept, since the pages of one search are asked for one after the other. */
export async function searchColumn(
  container: Container,
  projectId: string,
  text: string,
): Promise<Uint8Array> {
  const rows = await countExamples(container.db, projectId);
  return cachesOf(container).searches.get(`${projectId} ${rows} ${text}`, async () => {
    const found = new Uint8Array(rows);
    for (const row of await findRowsByText(container.db, projectId, text)) found[row] = 1;
    return found;
  });
}
