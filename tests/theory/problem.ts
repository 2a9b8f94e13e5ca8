import { fitLogistic } from '@/lib/surrogates/fit-logistic';
import { chooseByPower } from '@/lib/synthetic/choose-by-power';
import { drawExamples, drawTeacher, type LabeledExamples } from '@/lib/synthetic/draw-examples';
import { alignmentOf, exactErrorOf } from '@/lib/synthetic/exact-error';
import { allRows, fitSelection } from '@/lib/synthetic/fit-selection';
import { labelProcessByName, type LabelProcessName } from '@/lib/synthetic/label-process';
import { scorePool } from '@/lib/synthetic/score-pool';
import type { Scheme } from '@/lib/selections/scheme';
import { select } from '@/lib/selections/select';

interface ProblemOptions {
  readonly labels: LabelProcessName;
  readonly dimension: number;
  readonly pool: number;
  /** 5 unless given */
  readonly signal?: number;
  /** one that knows the teacher unless given */
  readonly surrogate?: { readonly labels: number; readonly ridge: number };
}

/** The common generator of theory e: a pool, its surrogate's scores, and the exact error of a fit. */
export interface Problem {
  readonly seed: number;
  readonly teacher: Float64Array;
  readonly pool: LabeledExamples;
  /** what the surrogate was trained on, where it was */
  readonly surrogateExamples: LabeledExamples | null;
  readonly surrogateParameters: Float64Array;
  readonly scores: Float32Array;
  readonly errorOf: (parameters: Float64Array) => number;
}

export function drawProblem(seed: number, options: ProblemOptions): Problem {
  const { labels, dimension, pool: size, signal = 5, surrogate } = options;
  const process = labelProcessByName(labels);
  const teacher = drawTeacher(seed, dimension, signal);
  const pool = drawExamples(seed, 'pool', size, teacher, process);
  const surrogateExamples = surrogate
    ? drawExamples(seed, 'surrogate', surrogate.labels, teacher, process)
    : null;
  const surrogateParameters =
    surrogate && surrogateExamples
      ? fitLogistic(surrogateExamples, { ridge: surrogate.ridge }).parameters
      : teacher;
  const misclassification = exactErrorOf(process, signal);
  return {
    seed,
    teacher,
    pool,
    surrogateExamples,
    surrogateParameters,
    scores: scorePool(pool.features, surrogateParameters),
    errorOf: (parameters) => misclassification(alignmentOf(parameters, teacher)),
  };
}

interface PowerArm {
  readonly exponent: number;
  readonly fraction: number;
  readonly ridge: number;
  readonly unbiased?: boolean;
}

/** Error of the fit on a selection by the power family, pool-normalized as in the paper. */
export function powerError(problem: Problem, { ridge, ...choice }: PowerArm): number {
  const { rows, weights } = chooseByPower(problem.scores, { ...choice, seed: problem.seed });
  return rowsError(problem, rows, ridge, weights);
}

/** Error of the fit on some rows, pool-normalized. */
export function rowsError(problem: Problem, rows: Int32Array, ridge: number, weights?: Float64Array): number {
  return problem.errorOf(fitSelection(problem.pool, rows, { ridge, normalization: 'pool', weights }));
}

export function fullError(problem: Problem, ridge: number): number {
  return rowsError(problem, allRows(problem.pool.labels.length), ridge);
}

/** What a scheme of the registry chooses by these scores. */
export function chooseBy(
  scheme: Scheme,
  scores: Float32Array,
  budget: number,
  seed: number,
  parameters: unknown = {},
): Int32Array {
  const ids = BigUint64Array.from({ length: scores.length }, (_, row) => BigInt(row));
  return select(scheme, { scores, ids, budget, seed }, parameters).rows;
}

export function seedsOf(count: number): number[] {
  return Array.from({ length: count }, (_, seed) => seed);
}
