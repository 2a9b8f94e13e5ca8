import type { Matrix } from '@/lib/numeric/matrix';
import { multiplyRows } from '@/lib/numeric/matrix-products';
import { logistic } from '@/lib/numeric/logistic';
import { scoreByName } from '@/lib/scores/registry';
import { gradientCdf } from '@/lib/selections/gradient-cdf';
import { maxGradient } from '@/lib/selections/max-gradient';
import { nonExtremeMaxGradient } from '@/lib/selections/non-extreme-max-gradient';
import { random } from '@/lib/selections/random';
import { drawExamples, drawTeacher, type LabeledExamples } from '@/lib/synthetic/draw-examples';
import { alignmentOf, exactErrorOf } from '@/lib/synthetic/exact-error';
import { allRows, fitSelection } from '@/lib/synthetic/fit-selection';
import { labelProcessByName } from '@/lib/synthetic/label-process';
import { chooseBy } from './problem';

const DIMENSION = 20;
const POOL = 4000;
const FIT = { ridge: 1e-4, normalization: 'mean' } as const;

/** The first paper's schemes, by name; all act on the gradient norm. */
export const FIRST_PAPER = {
  random,
  'max-gradient': maxGradient,
  'non-extreme': nonExtremeMaxGradient,
  'gradient-CDF': gradientCdf,
};

export interface FirstPaperProblem {
  readonly gradientNorms: Float32Array;
  /** error, against the noise-free teacher, of the fit on some rows */
  readonly errorOfRows: (rows: Int32Array) => number;
  readonly fullError: number;
  readonly choose: (scheme: keyof typeof FIRST_PAPER, budget: number) => Int32Array;
}

/**
 * The first paper's setting: noise-free labels, perhaps some of them spoilt, and gradients at the known labels by a
 * model that was trained on all of the pool.
 */
export function firstPaperProblem(
  seed: number,
  spoil: (labels: Int32Array) => Int32Array = (labels) => labels,
): FirstPaperProblem {
  const process = labelProcessByName('step');
  const teacher = drawTeacher(seed, DIMENSION, 1);
  const drawn = drawExamples(seed, 'pool', POOL, teacher, process);
  const pool: LabeledExamples = { ...drawn, labels: spoil(drawn.labels) };
  const misclassification = exactErrorOf(process, 1);
  const fit = (rows: Int32Array): Float64Array => fitSelection(pool, rows, FIT);
  const errorOf = (parameters: Float64Array): number => misclassification(alignmentOf(parameters, teacher));
  const trained = fit(allRows(POOL));
  const gradientNorms = scoreByName('gradient-norm-labeled').compute({
    probabilities: probabilitiesOf(pool.features, trained),
    features: pool.features,
    labels: pool.labels,
  });
  return {
    gradientNorms,
    errorOfRows: (rows) => errorOf(fit(rows)),
    fullError: errorOf(trained),
    choose: (scheme, budget) => chooseBy(FIRST_PAPER[scheme], gradientNorms, budget, seed),
  };
}

function probabilitiesOf(features: Matrix, parameters: Float64Array): Matrix {
  const logits = new Float64Array(features.rows);
  multiplyRows(features, parameters, logits);
  const data = new Float32Array(2 * features.rows);
  logits.forEach((logit, row) => data.set([logistic(-logit), logistic(logit)], 2 * row));
  return { data, rows: features.rows, columns: 2 };
}
