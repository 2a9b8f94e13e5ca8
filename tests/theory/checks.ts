import { activeTesting } from './u5-active-testing';
import { derivativeOfRisk } from './u6-derivative-of-risk';
import { easyThenHard } from './c01-easy-then-hard';
import { gradientCdfLaw } from './u4-gradient-cdf-law';
import { gradientIdentities } from './u1-gradient-identities';
import { hardestRuinTheScale } from './c10-hardest-ruin-the-scale';
import { inclusion } from './u3-inclusion';
import { honestLabels } from './c03-honest-labels';
import { labelEntropySkew } from './c09-label-entropy';
import { learningCurveCoverage } from './f4-learning-curve';
import { lessIsMore } from './c02-less-is-more';
import { multinomialInfluence } from './u2-multinomial-influence';
import { outliers } from './c08-outliers';
import { predictedError } from './e3-predicted-error';
import { optimalSelection } from './u7-optimal-selection';
import { publishedPanel } from './f2-published-panel';
import { seedHygiene } from './c11-seed-hygiene';
import { threeRegimes } from './c07-three-regimes';
import { topHardIsWorst } from './c12-top-hard-is-worst';
import { unbiasedIsWorse } from './c04-unbiased-is-worse';
import { weakBeatsStrong } from './c05-weak-beats-strong';
import { weakIsEnough } from './c06-weak-is-enough';
import type { TheoryCheck } from './check';

/** Every acceptance check, in the order of the theory's text. */
export const CHECKS: readonly TheoryCheck[] = [
  easyThenHard,
  lessIsMore,
  honestLabels,
  unbiasedIsWorse,
  weakBeatsStrong,
  weakIsEnough,
  threeRegimes,
  outliers,
  labelEntropySkew,
  hardestRuinTheScale,
  seedHygiene,
  topHardIsWorst,
  gradientIdentities,
  multinomialInfluence,
  inclusion,
  gradientCdfLaw,
  activeTesting,
  derivativeOfRisk,
  optimalSelection,
  predictedError,
  publishedPanel,
  learningCurveCoverage,
];
