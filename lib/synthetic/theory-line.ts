import type { SyntheticConfig, SyntheticLine } from '../contracts/synthetic';
import { AppError } from '../errors';
import type { Alignment } from './exact-error';
import { labelProcessByName, type LabelProcess, type LabelProcessName } from './label-process';
import { predictLowDimensional } from './low-dimensional';
import { predictProportional, type ProportionalPrediction } from './proportional';

/** One line of a chart; the unit that threads work on. */
export interface LineTask {
  readonly labels: LabelProcessName;
  readonly ridge: number;
  readonly exponent: number;
}

/** Lines are drawn through these fractions beside the configured ones. */
const GRID = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/** Panel by panel. */
export function planLines({ labels, ridges, exponents }: SyntheticConfig): LineTask[] {
  return labels.flatMap((process) =>
    ridges.flatMap((ridge) => exponents.map((exponent) => ({ labels: process, ridge, exponent }))),
  );
}

/**
 * The theory's error along one line.
 *
 * @throws AppError `bad-input` where the low-dimensional form is asked for with a surrogate that errs
 * Cost: some 20 ms a point in the proportional limit, twenty times as much where the surrogate errs.
 */
export function computeLine(config: SyntheticConfig, task: LineTask): SyntheticLine {
  requireTheory(config);
  const { dimension, pool, signal, normalization } = config;
  const { labels, ridge, exponent } = task;
  const process = labelProcessByName(labels);
  const fractions = [...new Set([...GRID, ...config.fractions])].sort((left, right) => left - right);
  if (config.theory === 'low-dimensional') {
    const points = fractions.map((fraction) => {
      const { error } = predictLowDimensional({ process, signal, dimension, pool, exponent, fraction });
      return { fraction, error };
    });
    return { ...task, points };
  }
  const surrogate = surrogateLengths(config, process);
  let last: ProportionalPrediction | undefined;
  const points = fractions.map((fraction) => {
    last = predictProportional(
      {
        process,
        signal,
        ratio: pool / dimension,
        // the theory divides by the pool
        ridge: normalization === 'pool' ? ridge : ridge * fraction,
        exponent,
        fraction,
        surrogate,
      },
      last?.saddle,
    );
    return { fraction, error: last.error };
  });
  return { ...task, points };
}

/** @throws AppError `bad-input` where the configured theory is not about the configured surrogate */
export function requireTheory({ theory, surrogateLabels }: SyntheticConfig): void {
  if (theory === 'low-dimensional' && surrogateLabels !== null) {
    throw new AppError(
      'bad-input',
      'The low-dimensional theory is for a surrogate that knows the teacher.',
      'Leave the surrogate’s labels out, or choose the proportional theory.',
    );
  }
}

/** A trained surrogate is itself a fit on a whole sample, which the same theory describes. */
function surrogateLengths(config: SyntheticConfig, process: LabelProcess): Alignment | undefined {
  const { surrogateLabels, surrogateRidge, dimension, signal } = config;
  if (surrogateLabels === null) return undefined;
  const whole = { exponent: 0, fraction: 1 };
  const ratio = surrogateLabels / dimension;
  return predictProportional({ process, signal, ratio, ridge: surrogateRidge, ...whole }).alignment;
}
