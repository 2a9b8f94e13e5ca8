import type { z } from 'zod';
import { studyConfigSchema, type Strategy, type StudyConfig } from '../contracts/study';
import { AppError } from '../errors';
import { strategyScheme } from './strategy-scheme';

type Issue = z.core.$ZodIssue;

/** Of a union's branches, the one that came furthest: a named unknown key says more than "no branch fits". */
function deepestIssue(issue: Issue): { path: PropertyKey[]; message: string } {
  if (issue.code !== 'invalid_union') return { path: [...issue.path], message: issue.message };
  const nested = issue.errors.flat().sort((left, right) => {
    const weight = (candidate: Issue) =>
      (candidate.code === 'unrecognized_keys' ? 2 : 0) + Math.min(candidate.path.length, 1);
    return weight(right) - weight(left);
  })[0];
  if (!nested) return { path: [...issue.path], message: issue.message };
  const deeper = deepestIssue(nested);
  return { path: [...issue.path, ...deeper.path], message: deeper.message };
}

/**
 * Reads a study's configuration (the content of `study.json`), with defaults for all that is not named.
 *
 * @throws AppError `bad-input` that names the key; unknown keys are refused, so that a misspelt one is not ignored
 */
export function parseStudyConfig(input: unknown): StudyConfig {
  const result = studyConfigSchema.safeParse(input);
  if (result.success) return resolveStudyConfig(result.data);
  throw refusal(result.error.issues[0] as Issue);
}

function refusal(issue: Issue, parent: readonly PropertyKey[] = []): AppError {
  const { path, message } = deepestIssue(issue);
  const key = [...parent, ...path].map(String).join('.');
  return new AppError(
    'bad-input',
    `${key ? `${key}: ` : ''}${message}.`,
    'Mend this key of the study configuration.',
  );
}

/** The strategy with every parameter of its scheme, so that the report says them all. */
function resolveStrategy(strategy: Strategy, place: number): Strategy {
  const { scheme, parameters } = strategyScheme(strategy);
  const parsed = scheme.parameters.safeParse(parameters);
  if (!parsed.success) throw refusal(parsed.error.issues[0] as Issue, ['strategies', place]);
  const resolved = parsed.data as Readonly<Record<string, unknown>>;
  const score = typeof strategy === 'string' ? undefined : strategy.score;
  if (score === undefined && Object.keys(resolved).length === 0) return scheme.name;
  return { name: scheme.name, ...resolved, ...(score !== undefined && { score }) };
}

/**
 * The configuration as it is run and reported: fractions ascending without repetition, every strategy once, and random
 * among them, because a curve without random beside it says nothing. Idempotent.
 *
 * @throws AppError `bad-input` for a scheme that is not registered, or parameters that its schema refuses
 */
export function resolveStudyConfig(config: StudyConfig): StudyConfig {
  const fractions = [...new Set(config.fractions)].sort((left, right) => left - right);
  const strategies = new Map<string, Strategy>([['"random"', 'random']]);
  for (const strategy of config.strategies.map(resolveStrategy))
    strategies.set(JSON.stringify(strategy), strategy);
  return { ...config, fractions, strategies: [...strategies.values()] };
}
