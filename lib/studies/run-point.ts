import type { StudyConfig } from '../contracts/study';
import { effectiveSampleSize } from '../metrics/effective-sample-size';
import { labelEntropy } from '../metrics/label-entropy';
import { gatherRows } from '../numeric/matrix';
import type { StopSignal } from '../stop-signal';
import type { TensorEngine } from '../surrogates/tensor-engine';
import type { PointResult } from './cell-result';
import { chooseRows, type ChosenRows } from './choose-rows';
import { fitFinalModel } from './fit-final-model';
import { measurePredictions } from './labeled-rows';
import { drawSplit } from './pool-split';
import type { ScoredPool } from './run-surrogate';
import { needsSurrogate } from './strategy-scheme';
import { poolOfSurrogate, type StudyData } from './study-data';
import type { PointTask } from './study-plan';

/**
 * One point of one repeat: selects, trains the final model on the selection and measures it on the test split.
 *
 * Where the configuration has no validation labels, the surrogate's are validation to the final model: they are a
 * random sample, are paid for already, and are disjoint from what is selected. Where they train it too
 * (`seedLabelsCount`), the ridge is still chosen without them, then the model is fitted on both.
 *
 * A pure function of its arguments: the same engine gives the same numbers, in whatever order and thread cells run.
 *
 * @param scored the pool by this repeat's surrogate; `UNSCORED_POOL` where the task needs nothing of it
 * @returns the result, and the rows (seed labels first where they count) and weights trained on
 */
export async function runPoint(
  engine: TensorEngine,
  data: StudyData,
  config: StudyConfig,
  task: PointTask,
  scored: ScoredPool,
  signal?: StopSignal,
): Promise<{ result: PointResult; chosen: ChosenRows }> {
  const { surrogate, sizes, repeat, strategy, arm } = task;
  const { seedRows, validationRows, remainingRows } = drawSplit(config, sizes, repeat, data.pool.rows);
  const budget = config.seedLabelsCount ? task.kept - seedRows.length : task.kept;
  const selected = chooseRows(config, strategy, repeat, budget, {
    // what looks at no surrogate is the same whichever it stands beside
    features: strategy && needsSurrogate(strategy) ? poolOfSurrogate(data, surrogate) : data.pool,
    scored,
    remainingRows,
    // labels that do not train the final model cover nothing for it
    labeledRows: config.seedLabelsCount ? seedRows : new Int32Array(),
  });
  const chosen = config.seedLabelsCount ? joinSeedRows(seedRows, selected) : selected;
  const training = {
    arm,
    repeat,
    selected,
    chosen,
    validationRows: validationRows.length > 0 ? validationRows : seedRows,
    poolSize: sizes.remaining,
  };
  const model = await fitFinalModel(engine, data, config, training, signal);
  try {
    const { ridge, ridgeAtEnd, converged, absentClasses, features } = model;
    const test = measurePredictions(await model.predict(features.test), data.testLabels);
    return {
      chosen,
      result: {
        kind: 'point',
        ridge,
        ridgeAtEnd,
        ...test,
        validation: await measureOn(validationRows),
        labelEntropy: labelEntropy(
          Array.from(chosen.rows, (row) => data.labels[row] as number),
          data.classes,
        ),
        effectiveSampleSize: effectiveSampleSize(chosen.weights),
        notes: [...chosen.notes],
        converged,
        absentClasses,
      },
    };
  } finally {
    await model.dispose();
  }

  async function measureOn(rows: Int32Array): Promise<PointResult['validation']> {
    if (rows.length === 0) return null;
    const labels = Int32Array.from(rows, (row) => data.labels[row] as number);
    const predicted = await model.predict(gatherRows(model.features.pool, rows));
    const { error, logLoss } = measurePredictions(predicted, labels);
    return { error, logLoss };
  }
}

/** Seed labels stand for themselves: weight 1. The selection's weights stand for the rest of the pool. */
function joinSeedRows(seedRows: Int32Array, selected: ChosenRows): ChosenRows {
  const rows = new Int32Array(seedRows.length + selected.rows.length);
  rows.set(seedRows);
  rows.set(selected.rows, seedRows.length);
  const weights = new Float64Array(rows.length).fill(1);
  weights.set(selected.weights, seedRows.length);
  return { rows, weights, notes: selected.notes };
}
