import { describe, expect, it } from 'vitest';
import { createRandom } from '@/lib/numeric/random';
import { studyVerdict } from '@/lib/studies/verdict';
import { reportWith, type Errors } from '../../support/study-report';

const FRACTIONS = [0.02, 0.05, 0.1, 0.2, 0.4, 0.6];
const REPEATS = 5;
const STUDIES = 120;
/** Two binomial standard errors above one study in twenty. */
const AT_MOST = 0.05 + 2 * Math.sqrt((0.05 * 0.95) / STUDIES);

const SCHEMES = [
  { strategy: 'random', parameters: {} },
  ...[-1, -0.5, 0.25, 0.5, 1, 2].map((exponent) => ({ strategy: 'power', parameters: { exponent } })),
  ...['max-gradient', 'gradient-cdf', 'bottom', 'band', 'top', 'non-extreme-max-gradient'].map(
    (strategy) => ({ strategy, parameters: {} }),
  ),
];

/** A study in which no scheme, no surrogate and no fraction makes any difference. */
function nullStudy(seed: number): string {
  const random = createRandom(seed, 'a study of nothing');
  const error = () => 0.3 + 0.01 * random.normal();
  const errors = (): Errors =>
    Object.fromEntries(FRACTIONS.map((fraction) => [fraction, Array.from({ length: REPEATS }, error)]));
  const curves = ['weak', 'strong'].flatMap((surrogate) =>
    SCHEMES.map((scheme) => ({
      ...scheme,
      surrogate,
      errors: errors(),
      ...(scheme.strategy !== 'random' && { equalLabels: errors() }),
    })),
  );
  const surrogates = [
    { name: 'weak', labels: 100 },
    { name: 'strong', labels: 400 },
  ];
  const fullPool = Array.from({ length: REPEATS }, error);
  return studyVerdict(reportWith({ curves, surrogates, fullPool })).join('\n');
}

describe('144 comparisons of nothing', () => {
  const verdicts = Array.from({ length: STUDIES }, (_, seed) => nullStudy(seed));
  const share = (claim: RegExp) => verdicts.filter((verdict) => claim.test(verdict)).length / STUDIES;

  it.each([
    ['a scheme helps', /^With this pool, .* helps/],
    ['a scheme is worse than random', /is worse than random by/],
    ['one is better than the full pool', /is also better than the full pool/],
    ['a weak surrogate is enough', /a weak surrogate is enough/],
    ['the labels of a surrogate pay', /of the surrogate \w+ pay /],
    ['an exponent is the best', /The best exponent/],
    ['more are better than chance gives', /More are better than chance gives/],
  ])('say in at most one study of twenty that %s', (_, claim) => {
    expect(share(claim)).toBeLessThanOrEqual(AT_MOST);
  });

  it('do not say that random is as good either, which was not shown', () => {
    expect(share(/as good as random|random is as good/)).toBeLessThanOrEqual(AT_MOST);
    expect(share(/^No scheme is shown to beat random/)).toBeGreaterThanOrEqual(1 - AT_MOST);
  });
});
