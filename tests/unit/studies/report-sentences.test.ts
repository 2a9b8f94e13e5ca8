import { describe, expect, it } from 'vitest';
import { breakEvenSentences } from '@/lib/studies/break-even';
import { exponentSentences } from '@/lib/studies/exponent-sweep';
import { surrogatePairs, weakStrongSentences } from '@/lib/studies/weak-strong';
import { reportWith, type CurveErrors, type Errors } from '../../support/study-report';

const FRACTIONS = [0.1, 0.2, 0.4];
const WOBBLE = [0.001, -0.001, 0.0005, -0.0005, 0, 0.0002];

/** Errors of six repeats around a mean a fraction; `turn` tells curves with the same means apart. */
function around(means: readonly number[], turn = 0): Errors {
  return Object.fromEntries(
    FRACTIONS.map((fraction, place) => [
      fraction,
      WOBBLE.map((_, repeat) => (means[place] ?? 0.3) + (WOBBLE[(repeat + turn) % 6] ?? 0)),
    ]),
  );
}

const surrogates = [
  { name: 'weak', labels: 100 },
  { name: 'strong', labels: 400 },
];

function underBoth(weak: readonly number[], strong: readonly number[], more: Partial<CurveErrors> = {}) {
  const strategy = more.strategy ?? 'max-gradient';
  const curve = (surrogate: string, means: readonly number[], turn: number) => ({
    ...more,
    strategy,
    surrogate,
    errors: around(means, turn),
  });
  const random = ['weak', 'strong'].map((surrogate) => ({
    strategy: 'random',
    surrogate,
    errors: around([0.3, 0.3, 0.3]),
  }));
  return reportWith({
    curves: [...random, curve('weak', weak, 1), curve('strong', strong, 2)],
    surrogates,
  });
}

describe('weak against strong', () => {
  it.each([
    ['a weak surrogate is enough', [0.27, 0.27, 0.27], [0.268, 0.268, 0.268]],
    ['the weak one keeps 50 % of the gain', [0.285, 0.285, 0.285], [0.27, 0.27, 0.27]],
    ['the weak one is not enough', [0.32, 0.32, 0.32], [0.27, 0.27, 0.27]],
    ['the strong one is not shown to help there', [0.27, 0.27, 0.27], [0.33, 0.33, 0.33]],
  ])('says that %s', (claim, weak, strong) => {
    expect(weakStrongSentences(underBoth(weak, strong))[0]).toContain(claim);
  });

  it('says nothing of strength where a strong one does harm, and warns where a weak one does less', () => {
    const [first, warning] = weakStrongSentences(underBoth([0.31, 0.31, 0.31], [0.36, 0.36, 0.36]));
    expect(first).toMatch(/nothing can be said of how strong a surrogate must be/);
    expect(warning).toMatch(/weak “wins” against strong, but there random is better/);
  });

  it('does not warn where the weak one is better than random', () => {
    expect(weakStrongSentences(underBoth([0.27, 0.27, 0.27], [0.36, 0.36, 0.36]))).toHaveLength(1);
  });

  it('leaves out what looks at no surrogate and what was shown already', () => {
    const means = [0.27, 0.27, 0.27];
    const pointsOf = (more: Partial<CurveErrors>) =>
      surrogatePairs(underBoth(means, means, more)).flatMap(({ points }) => points);
    expect(pointsOf({})).toHaveLength(3);
    expect(pointsOf({ strategy: 'k-center' })).toHaveLength(0);
    expect(pointsOf({ strategy: 'power', parameters: { exponent: 'tuned' } })).toHaveLength(0);
  });

  it('compares errors only of models that were trained on as many labels', () => {
    const report = underBoth([0.27, 0.27, 0.27], [0.26, 0.26, 0.26]);
    const [pair] = surrogatePairs(report);
    expect(pair?.points.every(({ difference }) => difference !== null)).toBe(true);
    const curves = report.curves.map((curve) => ({
      ...curve,
      points: curve.points.map((point) => ({
        ...point,
        kept: curve.surrogate === 'weak' ? point.kept : point.kept - 20,
      })),
    }));
    const [apart] = surrogatePairs({ ...report, curves });
    expect(apart?.points.every(({ difference }) => difference === null)).toBe(true);
  });
});

describe('when the labels of a surrogate pay', () => {
  const sentence = (means: readonly number[]) => {
    const equalLabels = around([0.3, 0.3, 0.3]);
    const curves = [
      { strategy: 'random', errors: around([0.31, 0.31, 0.31]) },
      { strategy: 'max-gradient', errors: around(means, 1), equalLabels },
    ];
    return breakEvenSentences(reportWith({ curves }))[0];
  };

  it('is from a fraction on only where all larger ones pay too', () => {
    expect(sentence([0.3, 0.28, 0.28])).toMatch(/pay from 20 % on, first by max-gradient/);
    expect(sentence([0.28, 0.3, 0.28])).toMatch(/pay at 10 %, 40 %, and are not shown to at the other/);
    expect(sentence([0.28, 0.3, 0.3])).toMatch(/pay at 10 %, and are not shown to at the other/);
    expect(sentence([0.3, 0.3, 0.28])).toMatch(/pay at 40 %, the largest fraction measured/);
  });

  it('is not said to be never where nothing was shown', () => {
    expect(sentence([0.3, 0.3, 0.3])).toMatch(/are not shown to pay at any fraction measured/);
  });
});

describe('the best exponent', () => {
  const sentence = (hard: readonly number[], easy: readonly number[]) => {
    const power = (exponent: number, means: readonly number[], turn: number) => ({
      strategy: 'power',
      parameters: { exponent },
      errors: around(means, turn),
    });
    const random = { strategy: 'random', errors: around([0.3, 0.3, 0.3]) };
    return exponentSentences(reportWith({ curves: [random, power(1, hard, 1), power(-1, easy, 2)] }))[0];
  };

  it('joins neighbours, of exponents and of fractions', () => {
    expect(sentence([0.3, 0.3, 0.28], [0.32, 0.32, 0.32])).toBe(
      'The best exponent of power: 0 … 1 at 10 % … 20 %, 1 at 40 %.',
    );
  });

  it('names those that cannot be told apart, and none where all cannot', () => {
    const same = [0.3, 0.3, 0.3];
    expect(sentence(same, same)).toBe('No exponent of power is shown to be better than the others.');
    expect(sentence([0.28, 0.28, 0.28], [0.32, 0.32, 0.32])).toBe(
      'The best exponent of power is 1 at every fraction measured.',
    );
    expect(sentence([0.32, 0.3, 0.28], [0.28, 0.3, 0.28])).toBe(
      'The best exponent of power: -1 at 10 %, none shown at 20 %, -1 or 1 at 40 %.',
    );
  });
});
