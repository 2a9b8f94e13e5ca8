import type { SyntheticConfig, SyntheticPlace } from '../contracts/synthetic';
import { AppError } from '../errors';
import type { Alignment } from './exact-error';
import { labelProcessByName, type LabelProcessName } from './label-process';
import { predictLowDimensional } from './low-dimensional';
import { predictProportional } from './proportional';
import type { SaddleStart } from './solve-saddle';

/**
 * The theory's error at places of a configuration. Made once a run: it keeps the surrogates' lengths, and the saddle
 * point of the last place, from which the next one's is found sooner.
 */
export class ErrorPredictor {
  private readonly surrogates = new Map<LabelProcessName, Alignment>();
  private start: SaddleStart | undefined;

  /** @throws AppError `bad-input` where the low-dimensional form is asked for with a surrogate that errs */
  constructor(private readonly config: SyntheticConfig) {
    if (config.theory === 'low-dimensional' && config.surrogateLabels !== null) {
      throw new AppError(
        'bad-input',
        'The low-dimensional theory is for a surrogate that knows the teacher.',
        'Leave the surrogate’s labels out, or choose the proportional theory.',
      );
    }
  }

  /** Some 50 ms in the proportional limit, ten times as much where the surrogate errs. */
  predict({ labels, ridge, exponent, fraction }: SyntheticPlace): number {
    const { dimension, pool, signal, normalization, theory } = this.config;
    const process = labelProcessByName(labels);
    if (theory === 'low-dimensional') {
      return predictLowDimensional({ process, signal, dimension, pool, exponent, fraction }).error;
    }
    const { error, saddle } = predictProportional(
      {
        process,
        signal,
        ratio: pool / dimension,
        // the theory divides by the pool
        ridge: normalization === 'pool' ? ridge : ridge * fraction,
        exponent,
        fraction,
        surrogate: this.surrogateOf(labels),
      },
      this.start,
    );
    this.start = saddle;
    return error;
  }

  /** A trained surrogate is itself a fit on a whole sample, which the same theory describes. */
  private surrogateOf(labels: LabelProcessName): Alignment | undefined {
    const { surrogateLabels, surrogateRidge, dimension, signal } = this.config;
    if (surrogateLabels === null) return undefined;
    let alignment = this.surrogates.get(labels);
    if (!alignment) {
      ({ alignment } = predictProportional({
        process: labelProcessByName(labels),
        signal,
        ratio: surrogateLabels / dimension,
        ridge: surrogateRidge,
        exponent: 0,
        fraction: 1,
      }));
      this.surrogates.set(labels, alignment);
    }
    return alignment;
  }
}
