import type { StudyConfig } from '@/lib/contracts/study';
import { studyReportSchema, type StudyReport } from '@/lib/contracts/study-report';
import { meanInterval, pairedDifference } from '@/lib/metrics/intervals';
import { parseStudyConfig } from '@/lib/studies/study-config';

/** Errors of each repeat by fraction, for a strategy. */
export type Errors = Readonly<Record<number, readonly number[]>>;

/** A curve of a report to be made; the first of random with the same surrogate and arm stands beside it. */
export interface CurveErrors {
  readonly surrogate?: string;
  readonly strategy: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly arm?: 'tuned' | 'constant';
  readonly errors: Errors;
  /** of random with as many labels in all */
  readonly equalLabels?: Errors;
  /** rows that can be selected; 1,000 unless given */
  readonly remaining?: number;
}

interface ReportParts {
  readonly curves: readonly CurveErrors[];
  readonly surrogates?: readonly { readonly name: string; readonly labels: number }[];
  readonly fullPool?: readonly number[];
  /** of every difference; not known unless given */
  readonly testHalfWidth?: number;
}

/** A report with these errors, of as many repeats as they have; what a test does not look at is filled in. */
export function reportWith(parts: ReportParts, config: Partial<StudyConfig> = {}): StudyReport {
  const { curves, surrogates = [{ name: 'weak', labels: 100 }], fullPool, testHalfWidth = null } = parts;
  const fractions = Object.keys(curves[0]?.errors ?? {}).map(Number);
  const repeats = Object.values(curves[0]?.errors ?? {})[0]?.length ?? 1;
  const nameOf = ({ surrogate = 'weak' }: CurveErrors) => surrogate;
  const difference = (left: readonly number[], right: readonly number[]) => ({
    ...pairedDifference(left, right),
    testHalfWidth,
  });
  const curveOf = (curve: CurveErrors) => {
    const random = curves.find(
      (other) => other.strategy === 'random' && nameOf(other) === nameOf(curve) && other.arm === curve.arm,
    );
    const pointOf = (fraction: number) => {
      const errors = [...(curve.errors[fraction] ?? [])];
      const equal = curve.equalLabels?.[fraction];
      const kept = Math.round(fraction * (curve.remaining ?? 1000));
      return {
        fraction,
        kept,
        error: meanInterval(errors),
        repeats: errors,
        ridges: errors.map(() => 0.01),
        differenceFromRandom: random === curve ? null : difference(errors, random?.errors[fraction] ?? []),
        equalLabels: equal
          ? { kept, error: meanInterval(equal), repeats: [...equal], difference: difference(errors, equal) }
          : null,
        labelEntropy: 3,
      };
    };
    const { strategy, parameters = {}, arm = null } = curve;
    return { surrogate: nameOf(curve), strategy, parameters, arm, points: fractions.map(pointOf) };
  };
  return studyReportSchema.parse({
    schema: 'winnow.study/1',
    data: { pool: 1100, dimension: 4, classes: 10, test: 500 },
    config: parseStudyConfig({ repeats, fractions, ...config }),
    engine: { name: 'cpu', title: 'Plain TypeScript', version: '1', device: 'cpu', threads: 1 },
    surrogates: surrogates.map(({ name, labels }) => ({
      name,
      labels,
      error: meanInterval([0.4, 0.5]),
      repeats: [0.4, 0.5],
      ridges: [0.01, 0.01],
    })),
    fullPool: fullPool
      ? {
          surrogate: surrogates[0]?.name,
          kept: 1000,
          error: meanInterval(fullPool),
          repeats: [...fullPool],
          ridges: fullPool.map(() => 0.01),
          converged: true,
        }
      : null,
    curves: curves.map(curveOf),
    warnings: [],
    seconds: 1,
  });
}

/** Random and max-gradient under one surrogate, and the full pool. */
export function reportOf(
  errors: { readonly random: Errors; readonly scheme: Errors; readonly fullPool: readonly number[] },
  config: Partial<StudyConfig> = {},
): StudyReport {
  const { random, scheme, fullPool } = errors;
  const curves = [
    { strategy: 'random', errors: random },
    { strategy: 'max-gradient', errors: scheme },
  ];
  return reportWith({ curves, fullPool }, config);
}
