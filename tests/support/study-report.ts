import type { StudyConfig } from '@/lib/contracts/study';
import { studyReportSchema, type StudyReport } from '@/lib/contracts/study-report';
import { meanInterval, pairedDifference } from '@/lib/metrics/intervals';
import { parseStudyConfig } from '@/lib/studies/study-config';

/** Errors of each repeat by fraction, for a strategy. */
export type Errors = Readonly<Record<number, readonly number[]>>;

/** A report with these errors; what a test does not look at is filled in. */
export function reportOf(
  errors: { readonly random: Errors; readonly scheme: Errors; readonly fullPool: readonly number[] },
  config: Partial<StudyConfig> = {},
): StudyReport {
  const fractions = Object.keys(errors.random).map(Number);
  const curve = (strategy: string, own: Errors) => ({
    surrogate: 'weak',
    strategy,
    parameters: {},
    points: fractions.map((fraction) => {
      const repeats = [...(own[fraction] ?? [])];
      return {
        fraction,
        kept: Math.round(fraction * 1000),
        error: meanInterval(repeats),
        repeats,
        ridges: repeats.map(() => 0.01),
        differenceFromRandom:
          strategy === 'random' ? null : pairedDifference(repeats, errors.random[fraction] ?? []),
        labelEntropy: 3,
      };
    }),
  });
  const fullPool = [...errors.fullPool];
  return studyReportSchema.parse({
    schema: 'winnow.study/1',
    data: { pool: 1100, dimension: 4, classes: 10, test: 500 },
    config: parseStudyConfig({ repeats: fullPool.length, fractions, ...config }),
    engine: { name: 'cpu', title: 'Plain TypeScript', version: '1', device: 'cpu', threads: 1 },
    surrogates: [
      {
        name: 'weak',
        labels: 100,
        error: meanInterval([0.4, 0.5]),
        repeats: [0.4, 0.5],
        ridges: [0.01, 0.01],
      },
    ],
    fullPool: {
      surrogate: 'weak',
      kept: 1000,
      error: meanInterval(fullPool),
      repeats: fullPool,
      ridges: fullPool.map(() => 0.01),
      converged: true,
    },
    curves: [curve('random', errors.random), curve('max-gradient', errors.scheme)],
    warnings: [],
    seconds: 1,
  });
}
