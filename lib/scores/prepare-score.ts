import type { z } from 'zod';
import { describeParameters } from '../contracts/parameters';
import { AppError } from '../errors';
import type { Score, ScoreDefinition, ScoreInput, ScoreRun } from './score';
import { describeSettings, formatScoreName } from './score-name';
import { scoreOptionsSchema, toRanks, withLogitOptions, type ScoreOptions } from './score-options';

const OPTION_NAMES = Object.keys(scoreOptionsSchema.shape);

/**
 * A definition with its parameters and the common options, ready to run. The same settings give the same name, however
 * they were written.
 *
 * @param values settings of both kinds by name; what is missing is at its default
 * @throws AppError `bad-input` for a setting that the score does not have, or out of range
 */
export function prepareScore(
  definition: ScoreDefinition,
  values: Readonly<Record<string, number | string>>,
): Score {
  const isOption = ([name]: [string, unknown]) => OPTION_NAMES.includes(name);
  const entries = Object.entries(values);
  const options = readSettings(definition, scoreOptionsSchema, Object.fromEntries(entries.filter(isOption)));
  const parameters = readSettings(
    definition,
    definition.parameters,
    Object.fromEntries(entries.filter((entry) => !isOption(entry))),
  );
  const fields = [
    ...describeParameters(definition),
    ...describeParameters({ parameters: scoreOptionsSchema }),
  ];
  const settings = describeSettings(fields, values);
  const name = formatScoreName(definition.name, fields, values);
  const { title, description, direction, range, cost, source, fused } = definition;
  const begin = () => beginRun(definition, parameters, options);
  return {
    name,
    registryName: definition.name,
    title: settings ? `${title}: ${settings}` : title,
    description,
    direction,
    range: options.scale === 'rank' ? '0 … 1' : (definition.rangeOf?.(parameters) ?? range),
    cost,
    source,
    needs: definition.needs(parameters),
    fused: name === definition.name ? fused : undefined,
    begin,
    compute: (input) => computeAtOnce(begin(), input),
  };
}

function readSettings<Settings>(
  definition: ScoreDefinition,
  schema: z.ZodType<Settings>,
  values: Record<string, unknown>,
): Settings {
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => [...issue.path, issue.message].join(': '));
  const known = [
    ...describeParameters(definition),
    ...describeParameters({ parameters: scoreOptionsSchema }),
  ];
  throw new AppError(
    'bad-input',
    `The score “${definition.name}”: ${issues.join('; ')}.`,
    `Its settings: ${known.map((field) => field.name).join(', ')}.`,
  );
}

function beginRun(definition: ScoreDefinition, parameters: unknown, options: ScoreOptions): ScoreRun {
  const run = definition.begin(parameters);
  const { survey } = run;
  return {
    ...run,
    survey: survey && ((shard) => survey(withLogitOptions(shard, options))),
    compute: (shard) => run.compute(withLogitOptions(shard, options)),
    finish: options.scale === 'rank' ? toRanks : run.finish,
  };
}

/** A run over a pool that is there at once. */
export function computeAtOnce(run: ScoreRun, input: ScoreInput): Float32Array {
  run.survey?.(input);
  const values = run.compute(input);
  return run.finish ? run.finish(values) : values;
}
