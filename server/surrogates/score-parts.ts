import { z } from 'zod';
import { createMatrix, type Matrix } from '@/lib/numeric/matrix';
import { scoreByName } from '@/lib/scores/registry';
import type { Container } from '../container';
import { definePart, type PartContext } from '../jobs/parts/part';
import { getFloat64, putHashedFloat64 } from '../storage/float64-blob';
import { matrixShardSchema } from '../storage/matrix-store';
import { openSurrogate } from './open-surrogate.service';
import { scorePass, surveyPass, type StartedScore } from './score-pass.service';

const surrogateSchema = z.object({
  model: z.string(),
  configuration: z.unknown(),
  parametersBlob: z.string().nullable(),
  probabilitiesBlob: z.string(),
  featuresBlob: z.string(),
  featureSet: z.object({ extractor: z.string(), configuration: z.unknown() }),
});
export type SharedSurrogate = z.infer<typeof surrogateSchema>;

/** What both passes over some shards of the features need to know. */
const passSchema = z.object({
  surrogate: surrogateSchema,
  ridge: z.number().nullable(),
  names: z.array(z.string()),
  shards: z.object({ first: z.number(), end: z.number(), firstRow: z.number(), rows: z.number() }),
  /** what is only needed until the job ends lies below it */
  scratch: z.string(),
});

const surveySchema = passSchema.extend({
  /** rows of the pool among these, counted from the first of them */
  poolRowsBlob: z.string(),
});

const scoringSchema = passSchema.extend({
  number: z.number(),
  /** class of each row, −1 where it is not known; null where no score asks */
  labelsBlob: z.string().nullable(),
  /** what the surveys of all shards add up to, for each name */
  surveyed: z.array(z.string().nullable()),
  /** prefixes of matrices that are to be written as well */
  write: z.object({ probabilities: z.string().nullable(), lastLayer: z.string().nullable() }),
});

const scoredSchema = z.object({
  probabilities: matrixShardSchema.nullable(),
  lastLayer: matrixShardSchema.nullable(),
  lastLayerColumns: z.number(),
  /** a column a score */
  scores: matrixShardSchema,
  methods: z.array(z.string().nullable()),
});
export type ScoredPart = z.infer<typeof scoredSchema>;

/** What scores see of some shards before the first value: for each name the blob of what adds up, null for nothing. */
export const surveyShardsPart = definePart({
  kind: 'survey-shards',
  payload: surveySchema,
  result: z.array(z.string().nullable()),
  dependsOnEngine: () => true,
  run: surveyShards,
});

/** Scores of some shards, and what else the model says of them. */
export const scoreShardsPart = definePart({
  kind: 'score-shards',
  payload: scoringSchema,
  result: scoredSchema,
  dependsOnEngine: () => true,
  run: scoreShards,
});

function start(names: readonly string[]): StartedScore[] {
  return names.map(scoreByName).map((score) => ({ score, run: score.begin() }));
}

async function surveyShards(
  container: Container,
  payload: z.infer<typeof surveySchema>,
  { signal }: PartContext,
): Promise<(string | null)[]> {
  const { blobs } = container;
  const scores = start(payload.names);
  const poolRows = Int32Array.from(await getFloat64(blobs, payload.poolRowsBlob));
  const { model, dispose } = await openSurrogate(container, payload.surrogate, payload.shards);
  try {
    await surveyPass({ model, scores, ridge: payload.ridge ?? undefined, poolRows, signal });
  } finally {
    await dispose();
  }
  const kept: (string | null)[] = [];
  for (const { run } of scores) {
    const sums = run.surveyed?.() ?? null;
    kept.push(
      sums && (await putHashedFloat64(blobs, { folder: payload.scratch, name: 'sums' }, sums, [sums.length])),
    );
  }
  return kept;
}

async function scoreShards(
  container: Container,
  payload: z.infer<typeof scoringSchema>,
  { signal }: PartContext,
): Promise<ScoredPart> {
  const { blobs, matrices } = container;
  const { shards, write, number, labelsBlob, ridge } = payload;
  const scores = start(payload.names);
  for (const [index, { run }] of scores.entries()) {
    const blob = payload.surveyed[index];
    if (blob) run.resume?.(await getFloat64(blobs, blob));
  }
  const knownLabels = labelsBlob === null ? undefined : Int32Array.from(await getFloat64(blobs, labelsBlob));
  const values = createMatrix(new Float32Array(shards.rows * scores.length), shards.rows, scores.length);
  const probabilities = new RowCollector(shards.rows, write.probabilities !== null);
  const lastLayer = new RowCollector(shards.rows, write.lastLayer !== null);
  const { model, dispose } = await openSurrogate(container, payload.surrogate, shards);
  try {
    const pass = { model, scores, ridge: ridge ?? undefined, knownLabels, signal };
    for await (const shard of scorePass(pass)) {
      for (const [column, ofScore] of shard.scores.entries())
        fillColumn(values, column, shard.firstRow, ofScore);
      probabilities.add(shard.probabilities, shard.firstRow);
      lastLayer.add(shard.lastLayer, shard.firstRow);
    }
  } finally {
    await dispose();
  }
  const keep = async (prefix: string | null, rows: Matrix | null) =>
    prefix && rows ? matrices.writeShard(prefix, number, rows) : null;
  return {
    probabilities: await keep(write.probabilities, probabilities.rows),
    lastLayer: await keep(write.lastLayer, lastLayer.rows),
    lastLayerColumns: lastLayer.rows?.columns ?? 0,
    scores: await matrices.writeShard(payload.scratch, number, values),
    methods: scores.map(({ run }) => run.method?.() ?? null),
  };
}

function fillColumn({ data, columns }: Matrix, column: number, firstRow: number, values: Float32Array): void {
  for (let row = 0; row < values.length; row++) {
    data[(firstRow + row) * columns + column] = values[row] as number;
  }
}

/** Puts rows that come shard by shard into one matrix, where they are wanted at all. */
class RowCollector {
  rows: Matrix | null = null;

  constructor(
    private readonly count: number,
    private readonly isWanted: boolean,
  ) {}

  add(shard: Matrix, firstRow: number): void {
    if (!this.isWanted) return;
    const { columns } = shard;
    this.rows ??= createMatrix(new Float32Array(this.count * columns), this.count, columns);
    this.rows.data.set(shard.data, firstRow * columns);
  }
}
