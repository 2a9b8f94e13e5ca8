import { basename } from 'node:path';
import { AppError } from '@/lib/errors';
import type { Matrix } from '@/lib/numeric/matrix';
import { computeAtOnce } from '@/lib/scores/prepare-score';
import type { ModelOutput, Score } from '@/lib/scores/score';
import { chooseRidgeByCrossValidation } from '@/lib/surrogates/choose-ridge';
import { fitModel } from '@/lib/surrogates/fit-model';
import type { Model } from '@/lib/surrogates/models';
import type { ImageShape } from '@/lib/surrogates/network';
import type { ExternalValues } from '@/lib/surrogates/external-probabilities';
import type { EngineInfo } from '@/lib/surrogates/tensor-engine';
import { readMatrixFile } from '../datasets/formats/read-matrix-file';
import { memoryPoolModel } from '../surrogates/pool-model';
import { scorePass, surveyPass } from '../surrogates/score-pass.service';
import { loadEngine } from '../tensor/load-engine';
import { readLabeledFiles, readProbabilitiesFile, requireSameColumns, requireSameRows } from './input-files';
import { imageOfFile, requireImageSize } from './model-option';
import { chosenEngine, type CommonOptions } from './options';

export interface SourceOptions extends CommonOptions {
  readonly seedPool?: string;
  readonly seedLabels?: string;
  readonly pool?: string;
  readonly probabilities?: readonly string[];
  readonly logits?: readonly string[];
  readonly model: Model;
  readonly image?: ImageShape;
  readonly ridge: number | 'cv';
  readonly seed: number;
}

/** What a score makes of a pool, and of which model. */
export interface ScoredPool {
  /** of several models their mean */
  readonly probabilities: Matrix;
  readonly values: Float32Array;
  /** how it was computed where that depends on the size */
  readonly method: string | null;
  readonly fit: {
    readonly model: Model;
    readonly ridge: number | null;
    readonly objective: number;
    readonly iterations: number;
    readonly converged: boolean;
    readonly absentClasses: readonly number[];
    readonly engine: EngineInfo;
  } | null;
}

const FOLDS = 5;

export function missingOption(option: string, reason: string): AppError {
  return new AppError('bad-input', `${option} is missing. ${reason}`, `Name a file by ${option}.`);
}

/** Scores by what other models said, in one file a model. */
export async function scoreFiles(
  options: SourceOptions,
  { paths, kind }: { paths: readonly string[]; kind: ExternalValues },
  score: Score,
  labels: Int32Array | undefined,
): Promise<ScoredPool> {
  const [path = ''] = paths;
  const each = await Promise.all(paths.map((other) => readProbabilitiesFile(other, kind)));
  const [first] = each as [Matrix];
  each.forEach((other, index) => {
    requireSameRows(path, first.rows, paths[index] as string, other.rows);
    if (other.columns === first.columns) return;
    throw new AppError(
      'bad-input',
      `${basename(path)} has ${first.columns} classes, ${basename(paths[index] as string)} has ${other.columns} (row 0).`,
      'Give probabilities of models of the same classes.',
    );
  });
  const features = options.pool ? await readMatrixFile(options.pool) : undefined;
  if (features && options.pool) requireSameRows(options.pool, features.rows, path, first.rows);
  if ((score.needs.includes('features') || score.needs.includes('layers')) && !features)
    throw missingOption('--pool', `The score “${score.name}” looks at features.`);
  const outputs: ModelOutput[] = each.map((probabilities) => ({ probabilities, features }));
  const models = outputs.length > 1 ? outputs : undefined;
  const probabilities = meanOf(each);
  const run = score.begin();
  const values = computeAtOnce(run, { probabilities, models, features, labels });
  return { probabilities, values, method: run.method?.() ?? null, fit: null };
}

function meanOf(matrices: readonly Matrix[]): Matrix {
  const [first] = matrices as readonly [Matrix];
  if (matrices.length === 1) return first;
  const data = first.data.map(
    (_, place) => matrices.reduce((sum, { data }) => sum + (data[place] as number), 0) / matrices.length,
  );
  return { ...first, data };
}

/** Trains a surrogate on the seed and scores the pool with it. */
export async function scoreByTraining(
  options: SourceOptions,
  score: Score,
  labels: Int32Array | undefined,
): Promise<ScoredPool> {
  const { seedPool, seedLabels, pool, model } = options;
  const reason = 'A surrogate is trained unless --probabilities or --logits names those of another model.';
  if (!seedPool) throw missingOption('--seed-pool', reason);
  if (!seedLabels) throw missingOption('--seed-labels', reason);
  if (!pool) throw missingOption('--pool', 'It is what is scored.');
  const { parts, classes } = await readLabeledFiles([{ features: seedPool, labels: seedLabels }]);
  const [seed] = parts;
  if (!seed || classes < 2) {
    throw new AppError(
      'bad-input',
      `${basename(seedLabels)} has one class only (row 0 to the last).`,
      'Label examples of two classes at least.',
    );
  }
  const features = await readMatrixFile(pool);
  requireSameColumns(seedPool, seed.features, pool, features);
  const image = await imageOfFile(seedPool, options.image);
  requireImageSize(image, features.columns);
  const { engine } = await loadEngine({ force: chosenEngine(options) });
  try {
    const training = { features: seed.features, labels: seed.labels, weights: null, classes, image };
    const ridge = model.name === 'softmax' ? await ridgeOf(options, training) : null;
    const fit = await fitModel(engine, model, training, { ridge: ridge ?? 0, seed: options.seed });
    const run = score.begin();
    const pass = {
      model: memoryPoolModel(features, fit),
      scores: [{ score, run }],
      ridge: ridge ?? undefined,
      knownLabels: labels,
      signal: new AbortController().signal,
    };
    await surveyPass({ ...pass, poolRows: Int32Array.from({ length: features.rows }, (_, row) => row) });
    const probabilities = new Float32Array(features.rows * classes);
    const values = new Float32Array(features.rows);
    for await (const shard of scorePass(pass)) {
      probabilities.set(shard.probabilities.data, shard.firstRow * classes);
      values.set(shard.scores[0] ?? [], shard.firstRow);
    }
    await fit.dispose();
    const { objective, iterations, converged, absentClasses } = fit;
    return {
      probabilities: { data: probabilities, rows: features.rows, columns: classes },
      values: run.finish ? run.finish(values) : values,
      method: run.method?.() ?? null,
      fit: { model, ridge, objective, iterations, converged, absentClasses, engine: engine.info },
    };

    async function ridgeOf({ ridge, seed }: SourceOptions, data: typeof training): Promise<number> {
      if (ridge !== 'cv') return ridge;
      return (await chooseRidgeByCrossValidation(engine, data, { folds: FOLDS, seed })).ridge;
    }
  } finally {
    await engine.dispose();
  }
}
