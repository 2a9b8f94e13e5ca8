import { describe, expect, it } from 'vitest';
import { studyVerdict } from '@/lib/studies/verdict';
import { reportOf, reportWith } from '../../support/study-report';

const random = { 0.2: [0.3, 0.31, 0.29], 0.6: [0.2, 0.21, 0.19] };
const fullPool = [0.15, 0.16, 0.14];
const shifted = (by: number) => ({
  0.2: random[0.2].map((error) => error + by),
  0.6: random[0.6],
});

describe('what a study says', () => {
  it('names the scheme, the fraction and the difference that its interval keeps off zero', () => {
    const scheme = { ...shifted(0), 0.2: [0.288, 0.297, 0.28] };
    const [headline, first] = studyVerdict(reportOf({ random, scheme, fullPool }));
    expect(headline).toBe(
      'With this pool, selection by max-gradient helps up to 20 %; above that random is as good.',
    );
    // differences −1.2, −1.3, −1.0 points: mean −1.17; of two comparisons each at 97.5 %, where Student's t with 2
    // degrees is 6.205: 6.205 × 0.1528 / √3 = 0.55
    expect(first).toBe(
      'Selection by max-gradient at 20 % is better than random by 1.2 points on these test examples (0.6 … 1.7, allowing for 2 comparisons).',
    );
  });

  it('does not speak of a scheme that only happens to be lower', () => {
    const scheme = { ...shifted(0), 0.2: [0.25, 0.35, 0.28] };
    expect(studyVerdict(reportOf({ random, scheme, fullPool }))[0]).toBe(
      'No scheme is shown to beat random at any fraction measured.',
    );
  });

  it('says what is worse than random, too', () => {
    expect(studyVerdict(reportOf({ random, scheme: shifted(0.1), fullPool }))[1]).toMatch(
      /max-gradient at 20 % is worse than random by 10.0 points/,
    );
  });

  it('claims nothing of one repeat', () => {
    const one = { random: { 0.2: [0.3] }, scheme: { 0.2: [0.1] }, fullPool: [0.2] };
    expect(studyVerdict(reportOf(one))[0]).toMatch(/One repeat gives no interval/);
  });

  it('lets one repeat speak by McNemar’s test, of schemes that choose without chance', () => {
    const oneRepeat = (strategy: string, probability: number) => {
      const curves = [
        { strategy: 'random', errors: { 0.2: [0.3] } },
        { strategy, errors: { 0.2: [0.25] } },
      ];
      const report = reportWith({ curves });
      const [first, second] = report.curves;
      const points = second?.points.map((point) => ({ ...point, mcnemar: [probability] })) ?? [];
      return studyVerdict({
        ...report,
        curves: [first, second && { ...second, points }].flatMap((curve) => curve ?? []),
      });
    };
    expect(oneRepeat('max-gradient', 0.02)[1]).toMatch(
      /the model of max-gradient at 20 % is better than random's by 5\.0 points \(McNemar's test, p = 0\.020/,
    );
    expect(oneRepeat('max-gradient', 0.2)[1]).toMatch(/no model differs from random's beyond chance/);
    expect(oneRepeat('gradient-cdf', 0.02).join('\n')).not.toMatch(/McNemar/);
  });

  it('adds what the test examples leave, in quadrature, and then speaks of the population', () => {
    const scheme = { ...shifted(0), 0.2: [0.288, 0.297, 0.28] };
    const curves = [
      { strategy: 'random', errors: random },
      { strategy: 'max-gradient', errors: scheme },
    ];
    // 97.5 %: 0.5474 over repeats as above, and 2.2414 / 1.96 × 0.4 of the test: √(0.5474² + 0.4575²) = 0.713
    expect(studyVerdict(reportWith({ curves, testHalfWidth: 0.004 }))[1]).toMatch(
      /better than random by 1\.2 points \(0\.5 … 1\.9, allowing for 2 comparisons\)/,
    );
    expect(studyVerdict(reportWith({ curves, testHalfWidth: 0.01 }))[0]).toMatch(/^No scheme is shown/);
  });

  it('says “as good” only where the interval stays within half a point', () => {
    const noisy = { ...shifted(0), 0.2: [0.288, 0.297, 0.28], 0.6: [0.21, 0.2, 0.195] };
    expect(studyVerdict(reportOf({ random, scheme: noisy, fullPool }))[0]).toBe(
      'With this pool, selection by max-gradient helps up to 20 %; above that it cannot be told from random.',
    );
    const alike = { 0.2: [0.301, 0.31, 0.291], 0.6: [0.2, 0.211, 0.19] };
    expect(studyVerdict(reportOf({ random, scheme: alike, fullPool }))[0]).toBe(
      'No scheme is shown to beat random: all are as good as random.',
    );
  });

  it('says how many differences chance alone would show', () => {
    expect(studyVerdict(reportOf({ random, scheme: shifted(0), fullPool })).join('\n')).toMatch(
      /Of 2 comparisons with random, 0 are better and 0 worse .* about 0\.1 of either\. 0 better and 0 worse stand out/,
    );
  });
});

describe('better than the full pool (theory 0.10)', () => {
  const scheme = { ...shifted(0), 0.6: [0.1, 0.11, 0.09] };
  const claim = /better than the full pool at its own tuned ridge, by 5\.0 points/;
  const ridge = (value: number | 'cv') => ({
    finalModel: { model: 'softmax' as const, ridge: value, norm: 'mean' as const, tolerance: 1e-6 },
  });

  it('is said where the full pool has its own tuned ridge and converged', () => {
    expect(studyVerdict(reportOf({ random, scheme, fullPool }, ridge('cv'))).join('\n')).toMatch(claim);
  });

  it('is not said at a fixed ridge, which leaving data out may repair', () => {
    const sentences = studyVerdict(reportOf({ random, scheme, fullPool }, ridge(0.1))).join('\n');
    expect(sentences).not.toMatch(claim);
    expect(sentences).toMatch(/its ridge is fixed/);
  });

  it('says so where none is, and of how many', () => {
    const sentences = studyVerdict(reportOf({ random, scheme: shifted(0), fullPool }, ridge('cv'))).join(
      '\n',
    );
    expect(sentences).toMatch(/Of 2 comparisons with the full pool, none is shown to be better/);
  });

  it('is not said of networks, of which nothing is tuned', () => {
    const finalModel = { ...ridge('cv').finalModel, model: 'mlp' };
    const sentences = studyVerdict(reportOf({ random, scheme, fullPool }, { finalModel })).join('\n');
    expect(sentences).not.toMatch(/better than the full pool/);
    expect(sentences).toMatch(/nothing of the network is tuned/);
  });

  it('is not said of a full pool whose fit stopped early', () => {
    const report = reportOf({ random, scheme, fullPool }, ridge('cv'));
    const unconverged = { ...report, fullPool: report.fullPool && { ...report.fullPool, converged: false } };
    expect(studyVerdict(unconverged).join('\n')).not.toMatch(claim);
  });
});
