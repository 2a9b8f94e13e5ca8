import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import {
  countExamples,
  findNewestProbabilities,
  findRowsByText,
  findScoreBlobs,
  listLiveLabels,
  readFileLabels,
  readSplits,
} from './examples.repository';
import { RecentValues } from './recent-values';
import type { PredictionColumns, ScoreColumns } from './score-columns';
import { readPredictionColumns, readScoreColumns } from './score-columns';

interface Caches {
  readonly splits: RecentValues<Uint8Array>;
  readonly fileLabels: RecentValues<Int32Array>;
  readonly scores: RecentValues<ScoreColumns>;
  readonly predictions: RecentValues<PredictionColumns>;
  readonly searches: RecentValues<Uint8Array>;
}

/** With a million rows, a process keeps some 200 MB at most. */
const KEPT = { splits: 8, fileLabels: 8, scores: 8, predictions: 4, searches: 16 };

/** Rows, once complete, and scores never change, so these need no invalidation; each container has its own. */
const caches = new WeakMap<Container, Caches>();

function cachesOf(container: Container): Caches {
  const known = caches.get(container);
  if (known) return known;
  const made = {
    splits: new RecentValues<Uint8Array>(KEPT.splits),
    fileLabels: new RecentValues<Int32Array>(KEPT.fileLabels),
    scores: new RecentValues<ScoreColumns>(KEPT.scores),
    predictions: new RecentValues<PredictionColumns>(KEPT.predictions),
    searches: new RecentValues<Uint8Array>(KEPT.searches),
  };
  caches.set(container, made);
  return made;
}

/** By row, the place of its split in SPLITS. */
export async function splitColumn(container: Container, projectId: string): Promise<Uint8Array> {
  const rows = await countExamples(container.db, projectId);
  return cachesOf(container).splits.get(`${projectId} ${rows}`, () =>
    readSplits(container.db, projectId, rows),
  );
}

/** By row, the class number of the label from file, −1 where there is none. */
export async function fileLabelColumn(container: Container, projectId: string): Promise<Int32Array> {
  const rows = await countExamples(container.db, projectId);
  return cachesOf(container).fileLabels.get(`${projectId} ${rows}`, () =>
    readFileLabels(container.db, projectId, rows),
  );
}

/**
 * Begins to read what the next questions about a pool will ask for (its filters, and what the newest surrogate predicts),
 * so that whoever looks at the first page does not wait for it then. What goes wrong is told to whoever asks.
 */
export function expectQuestions(container: Container, projectId: string): void {
  const columns = [
    splitColumn(container, projectId),
    fileLabelColumn(container, projectId),
    newestPredictions(container, projectId),
  ];
  for (const column of columns) column.catch(() => undefined);
}

async function newestPredictions(container: Container, projectId: string): Promise<void> {
  const probabilitiesBlob = await findNewestProbabilities(container.db, projectId);
  if (probabilitiesBlob) await predictionColumns(container, probabilitiesBlob);
}

/** What a score's columns are read from. @throws AppError `not-found` for one that is not of the project, or not finished */
export async function scoreBlobs({ db }: Container, projectId: string, scoreSetId: string) {
  const blobs = await findScoreBlobs(db, projectId, scoreSetId);
  if (!blobs) throw new AppError('not-found', 'There is no such finished score in this project.');
  return blobs;
}

export function scoreColumns(container: Container, scoresBlob: string): Promise<ScoreColumns> {
  return cachesOf(container).scores.get(scoresBlob, () => readScoreColumns(container.matrices, scoresBlob));
}

export function predictionColumns(
  container: Container,
  probabilitiesBlob: string,
): Promise<PredictionColumns> {
  return cachesOf(container).predictions.get(probabilitiesBlob, () =>
    readPredictionColumns(container.matrices, probabilitiesBlob),
  );
}

/** By row, the class number that counts: people's, else the one from file; −1 where none. */
export async function labelColumn(container: Container, projectId: string): Promise<Int32Array> {
  const labels = (await fileLabelColumn(container, projectId)).slice();
  for (const { row, label, kind } of await listLiveLabels(container.db, projectId)) {
    if (row >= labels.length) continue;
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
