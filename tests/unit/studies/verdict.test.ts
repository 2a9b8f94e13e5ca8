import { describe, expect, it } from 'vitest';
import { studyVerdict } from '@/lib/studies/verdict';
import { reportOf } from '../../support/study-report';

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
    // differences −1.2, −1.3, −1.0 points: mean −1.17, Student's t with 2 degrees 4.303 × 0.1528 / √3 = 0.38
    expect(first).toBe('Selection by max-gradient at 20 % is better than random by 1.2 points (0.8 … 1.5).');
  });

  it('does not speak of a scheme that only happens to be lower', () => {
    const scheme = { ...shifted(0), 0.2: [0.25, 0.35, 0.28] };
    expect(studyVerdict(reportOf({ random, scheme, fullPool }))[0]).toBe(
      'No scheme beats random beyond its interval.',
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

  it('says how many differences chance alone would show', () => {
    expect(studyVerdict(reportOf({ random, scheme: shifted(0), fullPool })).join('\n')).toMatch(
      /Of 2 comparisons with random, 0 are better and 0 worse .* about 0\.1 of either/,
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

  it('is not said of a full pool whose fit stopped early', () => {
    const report = reportOf({ random, scheme, fullPool }, ridge('cv'));
    const unconverged = { ...report, fullPool: report.fullPool && { ...report.fullPool, converged: false } };
    expect(studyVerdict(unconverged).join('\n')).not.toMatch(claim);
  });
});
