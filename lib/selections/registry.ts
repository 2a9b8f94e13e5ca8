import { AppError } from '../errors';
import { gradientCdf } from './gradient-cdf';
import { maxGradient } from './max-gradient';
import { nonExtremeMaxGradient } from './non-extreme-max-gradient';
import { power } from './power';
import { random } from './random';
import type { Scheme } from './scheme';

/** Every scheme, in the order in which the screen offers them. */
export const SCHEMES: readonly Scheme[] = [random, maxGradient, nonExtremeMaxGradient, gradientCdf, power];

/** @throws AppError `bad-input` for an unknown name; lists the known ones */
export function schemeByName(name: string): Scheme {
  const scheme = SCHEMES.find((candidate) => candidate.name === name);
  if (!scheme) {
    const names = SCHEMES.map((candidate) => candidate.name).join(', ');
    throw new AppError('bad-input', `There is no scheme named “${name}”.`, `Choose one of: ${names}.`);
  }
  return scheme;
}
