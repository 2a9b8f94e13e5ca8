import { z } from 'zod';
import { AppError } from '../errors';
import type { ScoreDefinition, ScoreInput, ScoreNeed, ScoreRun } from './score';

interface ScoreWithParameters<Parameters> extends Omit<ScoreDefinition<Parameters>, 'needs'> {
  readonly needs: readonly ScoreNeed[] | ((parameters: Parameters) => readonly ScoreNeed[]);
  readonly begin: (parameters: Parameters) => ScoreRun;
}

interface RowScoreDefinition extends Omit<ScoreDefinition, 'parameters' | 'begin' | 'needs'> {
  readonly needs: readonly ScoreNeed[];
  readonly compute: (input: ScoreInput) => Float32Array;
}

const NO_PARAMETERS = z.strictObject({});

/** A score without parameters whose values each depend on their own row only. */
export function defineRowScore(
  score: RowScoreDefinition,
): ScoreDefinition & Pick<RowScoreDefinition, 'compute'> {
  const { compute, needs } = score;
  return { ...score, needs: () => needs, parameters: NO_PARAMETERS, begin: () => ({ compute }) };
}

/** A score whose parameters are read by its own schema whenever it is called, so that one registry can hold them all. */
export function defineScore<Parameters>(score: ScoreWithParameters<Parameters>): ScoreDefinition {
  const { needs, begin, rangeOf } = score;
  const read = (parameters: unknown): Parameters => {
    const parsed = score.parameters.safeParse(parameters);
    if (parsed.success) return parsed.data;
    const issues = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`.trim());
    throw new AppError('bad-input', `Parameters of the score “${score.name}”: ${issues.join('; ')}.`);
  };
  return {
    ...score,
    needs: (parameters) => (typeof needs === 'function' ? needs(read(parameters)) : needs),
    begin: (parameters) => begin(read(parameters)),
    rangeOf: rangeOf && ((parameters) => rangeOf(read(parameters))),
  };
}
