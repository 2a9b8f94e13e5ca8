import { describeParameters, type ParameterInfo } from '../contracts/parameters';
import { AppError } from '../errors';
import { el2n } from './el2n';
import { entropy } from './entropy';
import { error } from './error';
import { gini } from './gini';
import { gradientNorm } from './gradient-norm';
import { gradientNormLabeled } from './gradient-norm-labeled';
import { grand } from './grand';
import { influence } from './influence';
import { labeledMargin } from './labeled-margin';
import { leastConfidence } from './least-confidence';
import { loss } from './loss';
import { margin } from './margin';
import { osmac, osmacLabeled } from './osmac';
import { prepareScore } from './prepare-score';
import type { Score, ScoreDefinition } from './score';
import { formatScoreName, parseScoreName } from './score-name';
import { scoreOptionsSchema } from './score-options';

/** Every scoring function, in the order in which the screen offers them. */
export const SCORES: readonly ScoreDefinition[] = [
  entropy,
  margin,
  leastConfidence,
  gini,
  gradientNorm,
  influence,
  osmac,
  loss,
  error,
  labeledMargin,
  el2n,
  gradientNormLabeled,
  grand,
  osmacLabeled,
];

/**
 * The score that a text asks for: a name of the registry, and after a colon parameters and options that are not at
 * their default, e.g. `gradient-norm:norm=l1,group=biases,temperature=2`.
 *
 * @throws AppError `bad-input` for an unknown name or key and for values out of range; lists the known ones
 */
export function scoreByName(text: string): Score {
  const { name, values } = parseScoreName(text);
  const definition = SCORES.find((candidate) => candidate.name === name);
  if (!definition) {
    const names = SCORES.map((candidate) => candidate.name).join(', ');
    throw new AppError('bad-input', `There is no score named “${name}”.`, `Choose one of: ${names}.`);
  }
  return prepareScore(definition, values);
}

/** The text that `scoreByName` reads, of a form's values; what is at its default is left out. */
export function scoreNameOf(
  definition: ScoreDefinition,
  values: Readonly<Record<string, number | string>>,
): string {
  return formatScoreName(definition.name, parametersOf(definition), values);
}

/** What a screen asks for: the score's own parameters, then the options that all scores have. */
export function parametersOf(definition: ScoreDefinition): ParameterInfo[] {
  return [...describeParameters(definition), ...describeParameters({ parameters: scoreOptionsSchema })];
}
