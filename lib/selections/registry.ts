import { AppError } from '../errors';
import { badge } from './badge';
import { band } from './band';
import { bottom } from './bottom';
import { clusterMargin } from './cluster-margin';
import { gradientCdf } from './gradient-cdf';
import { gradientCholesky } from './gradient-cholesky';
import { influenceBiased } from './influence-biased';
import { influenceUnbiased } from './influence-unbiased';
import { kCenter } from './k-center';
import { maxGradient } from './max-gradient';
import { nonExtremeMaxGradient } from './non-extreme-max-gradient';
import { orthogonalGradient } from './orthogonal-gradient';
import { power } from './power';
import { probCover } from './prob-cover';
import { quota } from './quota';
import { random } from './random';
import type { Scheme } from './scheme';
import { tilt } from './tilt';
import { top } from './top';
import { typiClust } from './typi-clust';

/** Every scheme, in the order in which the screen offers them. */
export const SCHEMES: readonly Scheme[] = [
  random,
  top,
  bottom,
  band,
  maxGradient,
  nonExtremeMaxGradient,
  influenceBiased,
  gradientCdf,
  power,
  influenceUnbiased,
  quota,
  tilt,
  badge,
  kCenter,
  orthogonalGradient,
  gradientCholesky,
  clusterMargin,
  typiClust,
  probCover,
];

/** @throws AppError `bad-input` for an unknown name; lists the known ones */
export function schemeByName(name: string): Scheme {
  const scheme = SCHEMES.find((candidate) => candidate.name === name);
  if (!scheme) {
    const names = SCHEMES.map((candidate) => candidate.name).join(', ');
    throw new AppError('bad-input', `There is no scheme named “${name}”.`, `Choose one of: ${names}.`);
  }
  return scheme;
}
