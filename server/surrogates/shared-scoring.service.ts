import { createMatrix } from '@/lib/numeric/matrix';
import { scoreByName } from '@/lib/scores/registry';
import type { Container } from '../container';
import type { JobContext } from '../jobs/job';
import { shareOut } from '../jobs/parts/share-out';
import { cutShards } from '../storage/cut-shards';
import type { ShardPart } from '../storage/cut-shards';
import { getFloat64, putHashedFloat64 } from '../storage/float64-blob';
import type { MatrixShard, MatrixWriter } from '../storage/matrix-store';
import { scoreShardsPart, surveyShardsPart } from './score-parts';
import type { ScoredPart, SharedSurrogate } from './score-parts';

export interface SharedScoring {
  readonly surrogate: SharedSurrogate;
  readonly ridge: number | undefined;
  readonly names: readonly string[];
  /** class of each row, −1 where it is not known; where a score asks */
  readonly knownLabels?: Int32Array | undefined;
  /** ascending; for scores that must see the pool first */
  readonly poolRows: Int32Array;
  /** matrices that are to be written as well */
  readonly write: {
    readonly probabilities: { readonly blob: string; readonly classes: number } | null;
    readonly lastLayer: string | null;
  };
  /** Where the matrix of a score is to be written. */
  readonly scoreBlob: (name: string) => string;
  /** Emptied when the scores are kept. */
  readonly scratch: string;
}

/**
 * Scores every example under a surrogate, wherever there are workers for it, and writes the matrices whole.
 *
 * @returns how each score was computed, where that depends on the size
 */
export async function scoreEverywhere(
  container: Container,
  context: JobContext,
  task: SharedScoring,
): Promise<(string | null)[]> {
  const { matrices } = container;
  const { names, scratch, write } = task;
  const manifest = await matrices.manifest(task.surrogate.featuresBlob);
  const cut = cutShards(manifest);
  const surveyed = await surveyEverywhere(container, context, task, cut);
  const labelBlobs = await labelsOfParts(container, task, cut);
  const results = await shareOut(container, context, scoreShardsPart, {
    stage: 'score',
    payloads: cut.map((shards, number) => ({
      ...{ ...passOf(task), names: [...names], scratch, shards, number, surveyed },
      write: { probabilities: write.probabilities?.blob ?? null, lastLayer: write.lastLayer },
      labelsBlob: labelBlobs[number] ?? null,
    })),
    onProgress: (done) => {
      const rows = cut.reduce((sum, part, number) => sum + (done.has(number) ? part.rows : 0), 0);
      context.progress({ done: rows, total: manifest.rows, unit: 'examples', message: 'Scoring' });
    },
  });
  if (write.probabilities) {
    const { blob, classes } = write.probabilities;
    const shards = present(results.map(({ probabilities }) => probabilities));
    await matrices.writer(blob, classes, shards).finish();
  }
  const [first] = results;
  if (write.lastLayer !== null && first) {
    const shards = present(results.map(({ lastLayer }) => lastLayer));
    await matrices.writer(write.lastLayer, first.lastLayerColumns, shards).finish();
  }
  await writeScores(container, task, results, manifest.rows);
  return first?.methods ?? names.map(() => null);
}

function passOf({ surrogate, ridge }: SharedScoring) {
  return { surrogate, ridge: ridge ?? null };
}

/** Blobs of what some scores want to know of the whole pool, in the order of the names. */
async function surveyEverywhere(
  container: Container,
  context: JobContext,
  task: SharedScoring,
  cut: readonly ShardPart[],
): Promise<(string | null)[]> {
  const { names, poolRows, scratch } = task;
  const surveying = names.filter((name) => scoreByName(name).begin().survey);
  if (surveying.length === 0) return names.map(() => null);
  const payloads = [];
  for (const shards of cut) {
    const inPart = poolRows.filter((row) => row >= shards.firstRow && row < shards.firstRow + shards.rows);
    const places = Float64Array.from(inPart, (row) => row - shards.firstRow);
    const poolRowsBlob = await keep(container, scratch, 'pool-rows', places);
    payloads.push({ ...passOf(task), names: surveying, scratch, shards, poolRowsBlob });
  }
  const sums = await shareOut(container, context, surveyShardsPart, { stage: 'survey', payloads });
  const totals = new Map<string, string | null>();
  for (const [index, name] of surveying.entries()) {
    totals.set(name, await addUp(container, scratch, present(sums.map((ofPart) => ofPart[index] ?? null))));
  }
  return names.map((name) => totals.get(name) ?? null);
}

/** Sums in the order of the parts, whoever made them and whenever. */
async function addUp(
  container: Container,
  scratch: string,
  parts: readonly string[],
): Promise<string | null> {
  let total: Float64Array | null = null;
  for (const part of parts) {
    const sums = await getFloat64(container.blobs, part);
    total = total ? total.map((value, place) => value + (sums[place] as number)) : sums;
  }
  return total && keep(container, scratch, 'sums', total);
}

/** Labels as they are now: what is labeled while the parts are done does not mix in. */
async function labelsOfParts(
  container: Container,
  { knownLabels, scratch }: SharedScoring,
  cut: readonly ShardPart[],
): Promise<string[]> {
  if (!knownLabels) return [];
  const keys: string[] = [];
  for (const { firstRow, rows } of cut) {
    const labels = Float64Array.from(knownLabels.subarray(firstRow, firstRow + rows));
    keys.push(await keep(container, scratch, 'labels', labels));
  }
  return keys;
}

/** Under a name that tells what it is, so that a part of another one is another part. */
function keep({ blobs }: Container, folder: string, name: string, values: Float64Array): Promise<string> {
  return putHashedFloat64(blobs, { folder, name }, values, [values.length]);
}

/** Each score as one matrix, made over as a whole where its run says so. */
async function writeScores(
  { matrices }: Container,
  { names, scoreBlob }: SharedScoring,
  parts: readonly ScoredPart[],
  rows: number,
): Promise<void> {
  const writers = names.map((name) =>
    openWriter(matrices.writer(scoreBlob(name), 1), scoreByName(name).begin().finish, rows),
  );
  for (const { scores } of parts) {
    const { data, rows: count, columns } = await matrices.readShard(scores, names.length);
    for (const [column, writer] of writers.entries()) {
      await writer.append(
        Float32Array.from({ length: count }, (_, row) => data[row * columns + column] as number),
      );
    }
  }
  for (const writer of writers) await writer.finish();
}

/** Writes values as they come, or, where those of the whole pool are made over at the end, all of them then. */
function openWriter(
  writer: MatrixWriter,
  finish: ((values: Float32Array) => Float32Array) | undefined,
  rows: number,
) {
  const write = (values: Float32Array) => writer.append(createMatrix(values, values.length, 1));
  if (!finish) return { append: write, finish: () => writer.finish() };
  const all = new Float32Array(rows);
  let count = 0;
  return {
    append: (values: Float32Array) => {
      all.set(values, count);
      count += values.length;
      return Promise.resolve();
    },
    finish: async () => {
      await write(finish(all));
      await writer.finish();
    },
  };
}

function present<Value extends MatrixShard | string>(values: readonly (Value | null)[]): Value[] {
  return values.filter((value) => value !== null);
}
