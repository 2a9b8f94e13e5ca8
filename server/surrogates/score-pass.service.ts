import { AppError } from '@/lib/errors';
import { createMatrix, type Matrix } from '@/lib/numeric/matrix';
import type { Score, ScoreInput, ScoreRun } from '@/lib/scores/score';
import type { ModelReading } from '@/lib/surrogates/open-model';
import { scoreReading } from '@/lib/surrogates/score-reading';
import type { FusedScore } from '@/lib/surrogates/tensor-engine';
import type { PoolModel, PoolShard, WantedOutput } from './pool-model';

/** A score and the run that computes it over this pool. */
export interface StartedScore {
  readonly score: Score;
  readonly run: ScoreRun;
}

interface PassInput {
  readonly model: PoolModel;
  readonly scores: readonly StartedScore[];
  /** ridge that the surrogate was fitted with */
  readonly ridge?: number | undefined;
  /** class of each row, −1 where it is not known; a score that needs labels is NaN there */
  readonly knownLabels?: Int32Array | undefined;
  readonly signal: AbortSignal;
}

export interface ScoredShard {
  readonly firstRow: number;
  /** rows × K */
  readonly probabilities: Matrix;
  /** rows × m, what the last layer saw */
  readonly lastLayer: Matrix;
  /** one array for each score, in their order; values that a run's `finish` makes over are not yet */
  readonly scores: readonly Float32Array[];
}

/**
 * One pass over a pool, shard by shard: probabilities, and scores computed where the shard is. Memory is bounded by one
 * shard and its results; where scores look at all layers, a shard is read in parts.
 */
export async function* scorePass(input: PassInput): AsyncGenerator<ScoredShard> {
  const wanted = wantedBy(input.scores);
  let firstRow = 0;
  for await (const shard of input.model.shards()) {
    const parts: ScoredShard[] = [];
    for (const { from, rows } of partsOf(shard, input.model, wanted)) {
      requireNotStopped(input.signal);
      const reading = await shard.read(wanted, rows);
      const first = firstRow + from;
      const end = first + reading.probabilities.rows;
      const labels = input.knownLabels?.subarray(first, end);
      const scores = input.scores.map((started) => scoreOf(started, reading, input.ridge, labels));
      const { probabilities, features: lastLayer } = reading;
      parts.push({ firstRow: first, probabilities, lastLayer, scores });
    }
    yield joinParts(parts);
    firstRow += shard.rows;
  }
}

/**
 * The pass before it, for scores that must see the whole pool first; none where there is no such score.
 *
 * @param poolRows ascending; what is not in the pool (test examples, say) does not count
 */
export async function surveyPass(input: PassInput & { readonly poolRows: Int32Array }): Promise<void> {
  const { scores, ridge, poolRows, signal } = input;
  const surveys = scores.flatMap(({ run }) => run.survey ?? []);
  if (surveys.length === 0) return;
  let firstRow = 0;
  let next = 0;
  for await (const shard of input.model.shards()) {
    requireNotStopped(signal);
    const end = firstRow + shard.rows;
    const inShard: number[] = [];
    for (; next < poolRows.length && (poolRows[next] as number) < end; next++) {
      inShard.push((poolRows[next] as number) - firstRow);
    }
    firstRow = end;
    if (inShard.length === 0) continue;
    const reading = await shard.read({ scores: [], layers: false }, inShard);
    for (const survey of surveys) survey({ ...reading, ridge });
  }
}

function requireNotStopped(signal: AbortSignal): void {
  if (signal.aborted) throw new AppError('cancelled', 'The work was stopped.');
}

function wantedBy(scores: readonly StartedScore[]): WantedOutput {
  return {
    scores: scores.map(({ score }) => score.fused).filter((name): name is FusedScore => name !== undefined),
    layers: scores.some(({ score }) => score.needs.includes('layers')),
  };
}

/** The whole shard, or as many rows at a time as may be traced. */
function partsOf(shard: PoolShard, { rowsOfTrace }: PoolModel, { layers }: WantedOutput) {
  if (!layers || shard.rows <= rowsOfTrace) return [{ from: 0, rows: undefined }];
  return Array.from({ length: Math.ceil(shard.rows / rowsOfTrace) }, (_, part) => {
    const from = part * rowsOfTrace;
    const length = Math.min(rowsOfTrace, shard.rows - from);
    return { from, rows: Int32Array.from({ length }, (__, row) => from + row) };
  });
}

function joinParts(parts: readonly ScoredShard[]): ScoredShard {
  const [first] = parts as [ScoredShard];
  if (parts.length === 1) return first;
  return {
    firstRow: first.firstRow,
    probabilities: joinRows(parts.map(({ probabilities }) => probabilities)),
    lastLayer: joinRows(parts.map(({ lastLayer }) => lastLayer)),
    scores: first.scores.map((_, index) => join(parts.map(({ scores }) => scores[index] as Float32Array))),
  };
}

function joinRows(matrices: readonly Matrix[]): Matrix {
  const [{ columns }] = matrices as [Matrix];
  const rows = matrices.reduce((sum, matrix) => sum + matrix.rows, 0);
  return createMatrix(join(matrices.map(({ data }) => data)), rows, columns);
}

function join(arrays: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  arrays.reduce((offset, values) => (joined.set(values, offset), offset + values.length), 0);
  return joined;
}

function scoreOf(
  { score, run }: StartedScore,
  reading: ModelReading,
  ridge: number | undefined,
  labels: Int32Array | undefined,
): Float32Array {
  const fused = score.fused && reading.fused[score.fused];
  if (fused) return fused;
  const compute = (output: ScoreInput) =>
    score.needs.includes('labels')
      ? computeWhereLabeled(run, { ...output, ridge }, labels)
      : run.compute({ ...output, ridge });
  return scoreReading(score, reading, compute);
}

function computeWhereLabeled(run: ScoreRun, shard: ScoreInput, labels: Int32Array | undefined): Float32Array {
  const { rows, columns } = shard.probabilities;
  // a class that was added after the surrogate was trained is unknown to it
  const isKnown = (label: number) => label >= 0 && label < columns;
  const given = labels ?? new Int32Array(rows).fill(-1);
  const scores = run.compute({ ...shard, labels: given.map((label) => (isKnown(label) ? label : 0)) });
  return scores.map((score, row) => (isKnown(given[row] as number) ? score : NaN));
}
