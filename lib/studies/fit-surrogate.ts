import type { StudySurrogate } from '../contracts/study';
import { rowsBetween, type Matrix } from '../numeric/matrix';
import type { StopSignal } from '../stop-signal';
import { chooseRidgeByCrossValidation } from '../surrogates/choose-ridge';
import { fitModel } from '../surrogates/fit-model';
import { fitSoftmax } from '../surrogates/fit-softmax';
import {
  openModel,
  rowsOfTrace,
  type ModelDescription,
  type ModelReading,
  type OpenModel,
} from '../surrogates/open-model';
import { turnBack } from '../surrogates/principal-axes';
import type { FusedScore, ScoreResult, TensorEngine } from '../surrogates/tensor-engine';
import { labeledRows } from './labeled-rows';
import type { StudyData } from './study-data';
import { modelOf } from './study-model';

const FOLDS = 5;

interface PoolOutput extends ScoreResult {
  /** what the last layer saw */
  readonly features: Matrix;
  /** of an ensemble, one by one */
  readonly models?: readonly { readonly probabilities: Matrix; readonly features: Matrix }[];
}

/** Some rows of the pool with all that the layers of a network say of them. */
interface LayersOfRows {
  readonly firstRow: number;
  readonly reading: ModelReading;
}

/** A surrogate of a study, ready to score the pool; `dispose` frees what the engine holds. */
export interface ScoringModel {
  readonly ridge: number;
  readonly ridgeAtEnd: boolean;
  readonly converged: boolean;
  readonly absentClasses: number;
  /** false of softmax regression, whose one layer sees the features */
  readonly hasLayers: boolean;
  /** the test examples as the model sees them */
  readonly test: Matrix;
  predict(features: Matrix): Promise<Matrix>;
  /** of the whole pool; an ensemble has no fused scores, because those are of one model */
  score(fused: readonly FusedScore[]): Promise<PoolOutput>;
  /** the whole pool, as many rows at a time as may be traced */
  layers(): AsyncIterable<LayersOfRows>;
  dispose(): Promise<void>;
}

/** Trains a surrogate on its seed labels. A ridge is cross-validated on them: they are a random sample of the pool. */
export async function fitSurrogate(
  engine: TensorEngine,
  data: StudyData,
  surrogate: StudySurrogate,
  options: { readonly seedRows: Int32Array; readonly seed: number; readonly signal: StopSignal | undefined },
): Promise<ScoringModel> {
  const { seedRows, seed, signal } = options;
  const model = modelOf(surrogate.model);
  const own = surrogate.features === undefined ? null : data.featureSets?.[surrogate.features];
  const { pool, test } = own ?? data;
  const describe = (
    opened: OpenModel,
    fit: { ridge: number; converged: boolean; absentClasses: readonly number[] },
    ridgeAtEnd = false,
  ) => ({
    ridge: fit.ridge,
    ridgeAtEnd,
    converged: fit.converged,
    absentClasses: fit.absentClasses.length,
    test,
    predict: (features: Matrix) => opened.predict(features),
    hasLayers: model.name !== 'softmax',
    score: (fused: readonly FusedScore[]) => scoreAll(opened, pool, fused),
    layers: () => readLayers(opened, pool),
    dispose: () => opened.dispose(),
  });
  if (model.name !== 'softmax') {
    const training = { ...labeledRows(data, pool, seedRows, null), image: own ? null : (data.image ?? null) };
    const fit = await fitModel(engine, model, training, { ridge: 0, seed, signal });
    return describe(fit, { ...fit, ridge: 0 });
  }
  const turned = own ? null : data.turned;
  const training = labeledRows(data, (turned ?? { pool }).pool, seedRows, null);
  const decorrelated = !!turned;
  const { ridge, atEnd } =
    surrogate.ridge === 'cv'
      ? await chooseRidgeByCrossValidation(engine, training, { folds: FOLDS, seed, signal, decorrelated })
      : { ridge: surrogate.ridge, atEnd: false };
  const fit = await fitSoftmax(engine, training, { ridge, signal, decorrelated });
  const parameters = turned ? turnBack(fit.parameters, turned.axes, data.classes) : fit.parameters;
  const description: ModelDescription = { model, features: pool.columns, image: null, classes: data.classes };
  return describe(await openModel(engine, description, parameters), { ...fit, ridge }, atEnd);
}

async function* readLayers(opened: OpenModel, pool: Matrix): AsyncGenerator<LayersOfRows> {
  const most = Math.min(pool.rows, rowsOfTrace(opened.description));
  for (let firstRow = 0; firstRow < pool.rows; firstRow += most) {
    const rows = rowsBetween(pool, firstRow, Math.min(firstRow + most, pool.rows));
    yield { firstRow, reading: await opened.read(rows, { scores: [], layers: true }) };
  }
}

async function scoreAll(opened: OpenModel, pool: Matrix, fused: readonly FusedScore[]): Promise<PoolOutput> {
  const [first, ...others] = opened.members;
  if (first && others.length === 0) {
    const { lastLayerFeatures, ...output } = await first.run(pool, fused);
    return { ...output, features: lastLayerFeatures };
  }
  const models: { probabilities: Matrix; features: Matrix }[] = [];
  for (const member of opened.members) {
    const { probabilities, lastLayerFeatures } = await member.run(pool, []);
    models.push({ probabilities, features: lastLayerFeatures });
  }
  return {
    probabilities: await opened.predict(pool),
    features: await opened.lastLayerFeatures(pool),
    scores: {},
    models,
  };
}
