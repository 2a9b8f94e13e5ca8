import type { Strategy, StudyConfig } from '../contracts/study';
import type { StudyCurve } from '../contracts/study-report';
import { SCHEMES, schemeByName } from '../selections/registry';
import type { Scheme } from '../selections/scheme';

/** A strategy of the configuration as what runs: the scheme, its parameters and the score that it acts on. */
export interface StrategyScheme {
  readonly scheme: Scheme;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** null where the scheme needs none */
  readonly scoreName: string | null;
}

/** @throws AppError `bad-input` for a scheme that is not registered */
export function strategyScheme(strategy: Strategy): StrategyScheme {
  if (typeof strategy === 'string') {
    const scheme = schemeByName(strategy);
    return { scheme, parameters: {}, scoreName: scheme.defaultScore };
  }
  const { name, score, ...parameters } = strategy;
  const scheme = schemeByName(name);
  return { scheme, parameters, scoreName: score ?? scheme.defaultScore };
}

/** Whether the strategy looks at the surrogate's probabilities themselves, and not only at a score. */
export function needsProbabilities(strategy: Strategy): boolean {
  return strategyScheme(strategy).scheme.needs.includes('probabilities');
}

/** Whether the strategy looks at what the surrogate's last layer saw; without a surrogate features are the pool's own. */
export function looksAtLastLayer(strategy: Strategy): boolean {
  return needsSurrogate(strategy) && strategyScheme(strategy).scheme.needs.includes('features');
}

/** Whether the strategy can only be run once the surrogate has scored the pool. */
export function needsSurrogate(strategy: Strategy): boolean {
  return strategyScheme(strategy).scoreName !== null || needsProbabilities(strategy);
}

/** Whether a curve of a report looks at its surrogate; one of a scheme that is gone is taken to. */
export function looksAtSurrogate({ strategy, parameters }: StudyCurve): boolean {
  const scheme = SCHEMES.find(({ name }) => name === strategy);
  if (!scheme || typeof parameters.score === 'string') return true;
  return needsSurrogate(scheme.name);
}

/** The scores that a study's strategies act on, each once. */
export function scoresOfStudy(config: StudyConfig): string[] {
  const names = config.strategies.map((strategy) => strategyScheme(strategy).scoreName);
  return [...new Set(names.filter((name) => name !== null))];
}
