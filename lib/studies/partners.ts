import type { Strategy } from '../contracts/study';
import { describeParameters } from '../contracts/parameters';
import { strategyScheme } from './strategy-scheme';

/**
 * What a strategy has to be held against beside random (theory c.4): drawn without weights, the same with weights
 * 1 / probability, which is unbiased; preferring hard examples, the same the other way round.
 *
 * @param strategy resolved: with the parameters of its scheme
 */
export function partnersOf(strategy: Strategy): Strategy[] {
  const { scheme, scoreName } = strategyScheme(strategy);
  const given = typeof strategy === 'string' ? { name: strategy } : strategy;
  const usual = Object.fromEntries(
    describeParameters(scheme).map((parameter) => [parameter.name, parameter.default]),
  );
  const { weighting, exponent }: Readonly<Record<string, unknown>> = { ...usual, ...given };
  const partners: Strategy[] = [];
  if (weighting === 'none') partners.push({ ...given, weighting: 'inverse-probability' });
  if (typeof exponent === 'number' && exponent > 0) partners.push({ ...given, exponent: -exponent });
  if (scheme.opposite !== null) {
    const { defaultScore } = strategyScheme(scheme.opposite).scheme;
    const score = scoreName !== null && scoreName !== defaultScore ? { score: scoreName } : {};
    partners.push({ name: scheme.opposite, ...score });
  }
  return partners;
}
