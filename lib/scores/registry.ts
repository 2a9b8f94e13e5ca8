import { AppError } from '../errors';
import { entropy } from './entropy';
import { gini } from './gini';
import { gradientNorm } from './gradient-norm';
import { gradientNormLabeled } from './gradient-norm-labeled';
import { leastConfidence } from './least-confidence';
import { margin } from './margin';
import type { ScoreDefinition } from './score';

/** Every scoring function, in the order in which the screen offers them. */
export const SCORES: readonly ScoreDefinition[] = [
  entropy,
  margin,
  leastConfidence,
  gini,
  gradientNorm,
  gradientNormLabeled,
];

/** @throws AppError `bad-input` for an unknown name; lists the known ones */
export function scoreByName(name: string): ScoreDefinition {
  const score = SCORES.find((candidate) => candidate.name === name);
  if (!score) {
    const names = SCORES.map((candidate) => candidate.name).join(', ');
    throw new AppError('bad-input', `There is no score named “${name}”.`, `Choose one of: ${names}.`);
  }
  return score;
}
