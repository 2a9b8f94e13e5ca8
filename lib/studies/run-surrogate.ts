import type { StudyConfig } from '../contracts/study';
import type { Matrix } from '../numeric/matrix';
import { createRandom } from '../numeric/random';
import { computeAtOnce } from '../scores/prepare-score';
import { scoreByName } from '../scores/registry';
import type { Score, ScoreInput } from '../scores/score';
import type { StopSignal } from '../stop-signal';
import { scoreReading } from '../surrogates/score-reading';
import type { TensorEngine } from '../surrogates/tensor-engine';
import type { SurrogateResult } from './cell-result';
import { fitSurrogate, type ScoringModel } from './fit-surrogate';
import { measurePredictions } from './labeled-rows';
import { drawSplit } from './pool-split';
import { looksAtLastLayer, needsProbabilities, scoresOfStudy } from './strategy-scheme';
import { poolOfSurrogate, type StudyData } from './study-data';
import { EXTERNAL_MODEL } from './study-model';
import type { SurrogateTask } from './study-plan';

/** What a surrogate hands to the selections, of every row of the pool. */
export interface ScoredPool {
  /** by name of the score */
  readonly scores: Readonly<Record<string, Float32Array>>;
  /** N × K; null where no strategy looks at them */
  readonly probabilities: Matrix | null;
  /** N × m, what a network's last layer saw; null where no strategy looks at it, or the features are all there is */
  readonly lastLayer: Matrix | null;
}

/** What strategies are handed that look at nothing of a surrogate. */
export const UNSCORED_POOL: ScoredPool = { scores: {}, probabilities: null, lastLayer: null };

/**
 * Trains a surrogate on its seed labels, measures it on the test split and scores the whole pool with it. An external
 * one is only read; it is measured on the pool, whose labels a study knows.
 *
 * A pure function of its arguments: the same engine gives the same numbers.
 */
export async function runSurrogate(
  engine: TensorEngine,
  data: StudyData,
  config: StudyConfig,
  task: SurrogateTask,
  signal?: StopSignal,
): Promise<{ result: SurrogateResult; scored: ScoredPool }> {
  const { surrogate, repeat, sizes } = task;
  if (surrogate.model === EXTERNAL_MODEL) return readExternal(data, config, task);
  const { seedRows } = drawSplit(config, sizes, repeat, data.pool.rows);
  const seed = createRandom(config.seed, 'study', 'folds', `repeat ${repeat}`).integer(2 ** 53);
  const model = await fitSurrogate(engine, data, surrogate, { seedRows, seed, signal });
  try {
    const { error } = measurePredictions(await model.predict(model.test), data.testLabels);
    const { ridge, ridgeAtEnd, converged, absentClasses } = model;
    const { methods, ...scored } = await scorePool(model, data, config);
    const result: SurrogateResult = {
      kind: 'surrogate',
      labels: sizes.labels,
      ridge,
      ridgeAtEnd,
      error,
      converged,
      absentClasses,
      methods,
    };
    return { result, scored };
  } finally {
    await model.dispose();
  }
}

/** Values by name of the score; and where that depends on the size, how they were computed. */
type ComputedScores = Readonly<Record<string, { readonly values: Float32Array; readonly method?: string }>>;

function splitComputed(computed: ComputedScores) {
  const entries = Object.entries(computed);
  return {
    scores: Object.fromEntries(entries.map(([name, { values }]) => [name, values])),
    methods: Object.fromEntries(entries.flatMap(([name, { method }]) => (method ? [[name, method]] : []))),
  };
}

function computeWhole(score: Score, input: ScoreInput) {
  const run = score.begin();
  return { values: computeAtOnce(run, input), method: run.method?.() };
}

function readExternal(data: StudyData, config: StudyConfig, { surrogate, sizes }: SurrogateTask) {
  const probabilities = data.probabilities?.[surrogate.name] as Matrix;
  const { error } = measurePredictions(probabilities, data.labels);
  const input = { probabilities, features: poolOfSurrogate(data, surrogate), labels: data.labels };
  const computed = scoresOfStudy(config).map(
    (name) => [name, computeWhole(scoreByName(name), input)] as const,
  );
  const { scores, methods } = splitComputed(Object.fromEntries(computed));
  const result: SurrogateResult = {
    kind: 'surrogate',
    labels: sizes.labels,
    ridge: 0,
    ridgeAtEnd: false,
    error,
    converged: true,
    absentClasses: 0,
    methods,
  };
  return { result, scored: { scores, probabilities, lastLayer: null } };
}

/** A score as the study names it. */
interface AskedScore {
  readonly name: string;
  readonly score: Score;
}

async function scorePool(
  model: ScoringModel,
  data: StudyData,
  config: StudyConfig,
): Promise<ScoredPool & { readonly methods: Record<string, string> }> {
  const asked = scoresOfStudy(config).map((name): AskedScore => ({ name, score: scoreByName(name) }));
  const handOver = config.strategies.some(needsProbabilities);
  if (asked.length === 0 && !handOver) return { ...UNSCORED_POOL, methods: {} };
  const isDeep = ({ score }: AskedScore) => model.hasLayers && score.needs.includes('layers');
  const shallow = asked.filter((one) => !isDeep(one));
  const { scores: fused, ...output } = await model.score(shallow.flatMap(({ score }) => score.fused ?? []));
  const input = { ...output, labels: data.labels, ridge: model.ridge };
  const byName = shallow.map(({ name, score }) => {
    const values = score.fused && fused[score.fused];
    return [name, values ? { values } : computeWhole(score, input)] as const;
  });
  const deep = await scoreLayers(model, asked.filter(isDeep), data);
  const seesLastLayer = model.hasLayers && config.strategies.some(looksAtLastLayer);
  return {
    ...splitComputed({ ...Object.fromEntries(byName), ...deep }),
    probabilities: handOver ? output.probabilities : null,
    lastLayer: seesLastLayer ? output.features : null,
  };
}

/** Scores that look at all layers of a network, in parts whose traces fit into memory. */
async function scoreLayers(
  model: ScoringModel,
  asked: readonly AskedScore[],
  { pool, labels }: StudyData,
): Promise<ComputedScores> {
  if (asked.length === 0) return {};
  const started = asked.map(({ name, score }) => {
    return { name, score, run: score.begin(), values: new Float32Array(pool.rows) };
  });
  for await (const { firstRow, reading } of model.layers()) {
    const own = labels.subarray(firstRow, firstRow + reading.probabilities.rows);
    for (const { score, run, values } of started) {
      const compute = (output: ScoreInput) => run.compute({ ...output, labels: own });
      values.set(scoreReading(score, reading, compute), firstRow);
    }
  }
  return Object.fromEntries(
    started.map(({ name, run, values }) => [
      name,
      { values: run.finish ? run.finish(values) : values, method: run.method?.() },
    ]),
  );
}
