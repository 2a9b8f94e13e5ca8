import type { z } from 'zod';
import {
  ARMS,
  studyConfigSchema,
  type Strategy,
  type StudyConfig,
  type StudyModel,
  type StudySurrogate,
} from '../contracts/study';
import { describeParameters } from '../contracts/parameters';
import { AppError } from '../errors';
import { scoreByName } from '../scores/registry';
import { modelByName, modelSchema } from '../surrogates/models';
import { partnersOf } from './partners';
import { finalArms } from './final-arms';
import { EXTERNAL_MODEL } from './study-model';
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
  return refuse([...parent, ...path], message);
}

function refuse(path: readonly PropertyKey[], message: string): AppError {
  const key = path.map(String).join('.');
  return new AppError(
    'bad-input',
    `${key ? `${key}: ` : ''}${message}.`,
    'Mend this key of the study configuration.',
  );
}

/** A scheme with an exponent for each of `exponents`, and any other strategy as it is. */
function expandExponents(strategy: Strategy, place: number): Strategy[] {
  if (typeof strategy === 'string' || !strategy.exponents) return [strategy];
  const { exponents, ...rest } = strategy;
  if ('exponent' in rest) throw refuse(['strategies', place], 'give `exponent` or `exponents`, not both');
  return exponents.map((exponent) => ({ ...rest, exponent }));
}

/** The strategy with the parameters of its scheme, so that the report says them; details only where they are changed. */
function resolveStrategy(strategy: Strategy, place: number): Strategy {
  const { scheme, parameters } = strategyScheme(strategy);
  const parsed = scheme.parameters.safeParse(parameters);
  if (!parsed.success) throw refusal(parsed.error.issues[0] as Issue, ['strategies', place]);
  const unchanged = new Map(
    describeParameters(scheme).map(({ name, detail, default: usual }) => [name, detail ? usual : undefined]),
  );
  const resolved = Object.fromEntries(
    Object.entries(parsed.data as Readonly<Record<string, unknown>>).filter(
      ([name, value]) => unchanged.get(name) !== value,
    ),
  );
  const score = typeof strategy === 'string' ? undefined : strategy.score;
  if (score !== undefined) scoreByName(score);
  if (score === undefined && Object.keys(resolved).length === 0) return scheme.name;
  return { name: scheme.name, ...resolved, ...(score !== undefined && { score }) };
}

/** The model with every parameter, as one without any by its name alone. */
function resolveModel(model: StudyModel, path: readonly PropertyKey[]): StudyModel {
  const name = typeof model === 'string' ? model : model.name;
  if (name === EXTERNAL_MODEL) return name;
  modelByName(name);
  const parsed = modelSchema.safeParse(model);
  if (!parsed.success) throw refusal(parsed.error.issues[0] as Issue, path);
  return Object.keys(parsed.data).length === 1 ? parsed.data.name : parsed.data;
}

function resolveSurrogate(
  surrogate: StudySurrogate,
  place: number,
  all: readonly StudySurrogate[],
): StudySurrogate {
  const path = ['surrogates', place];
  const model = resolveModel(surrogate.model, [...path, 'model']);
  const { sameLabelsAs } = surrogate;
  if (sameLabelsAs !== undefined) {
    const other = all.find(({ name }) => name === sameLabelsAs);
    if (other?.labels === undefined || other.name === surrogate.name) {
      throw refuse([...path, 'sameLabelsAs'], `there is no other surrogate “${sameLabelsAs}” with labels`);
    }
    if (surrogate.labels !== undefined && surrogate.labels !== other.labels) {
      throw refuse(path, 'give `labels` or `sameLabelsAs`, not both');
    }
    return { ...surrogate, model, labels: other.labels };
  }
  if (surrogate.labels === undefined && model !== EXTERNAL_MODEL) {
    throw refuse([...path, 'labels'], 'say how many labels it is trained on');
  }
  return { ...surrogate, model };
}

function resolveFinalModel(finalModel: StudyConfig['finalModel']): StudyConfig['finalModel'] {
  const model = resolveModel(finalModel.model, ['finalModel', 'model']);
  if (model === EXTERNAL_MODEL) {
    throw refuse(
      ['finalModel', 'model'],
      'an external final model cannot be trained here; write the subsets and train it on them',
    );
  }
  const { ridge, constantRidge, arms } = finalModel;
  if (arms?.includes('constant') && typeof ridge !== 'number' && constantRidge === undefined) {
    throw refuse(['finalModel', 'constantRidge'], 'the constant arm needs a ridge');
  }
  return { ...finalModel, model, ...(arms && { arms: ARMS.filter((arm) => arms.includes(arm)) }) };
}

/**
 * The configuration as it is run and reported: fractions ascending without repetition, every strategy once, and random
 * among them, because a curve without random beside it says nothing. Idempotent.
 *
 * @throws AppError `bad-input` for a scheme, score or model that is not registered, or parameters that its schema
 *   refuses
 */
export function resolveStudyConfig(config: StudyConfig): StudyConfig {
  const fractions = [...new Set(config.fractions)].sort((left, right) => left - right);
  const { partners = false, ...others } = config;
  const strategies = new Map<string, Strategy>([['"random"', 'random']]);
  config.strategies.forEach((given, place) => {
    for (const one of expandExponents(given, place)) {
      const strategy = resolveStrategy(one, place);
      const added = partners ? partnersOf(strategy).map((each) => resolveStrategy(each, place)) : [];
      for (const each of [strategy, ...added]) strategies.set(JSON.stringify(each), each);
    }
  });
  const resolved = {
    ...others,
    fractions,
    strategies: [...strategies.values()],
    surrogates: config.surrogates.map(resolveSurrogate),
    finalModel: resolveFinalModel(config.finalModel),
  };
  requireValidation(resolved);
  return resolved;
}

/** A ridge is tuned on the validation labels or, without them, on those of the surrogate. */
function requireValidation(config: StudyConfig): void {
  const isTuned = config.fullPool || finalArms(config).some(({ ridge }) => typeof ridge !== 'number');
  if (config.validation > 0 || !isTuned) return;
  const without = config.surrogates.find(({ model }) => model === EXTERNAL_MODEL);
  if (without) {
    throw refuse(
      ['validation'],
      `“${without.name}” has no labels of the pool to choose a ridge on; give some for validation`,
    );
  }
}
