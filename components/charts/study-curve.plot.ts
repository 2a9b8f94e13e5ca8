import type { StudyReport } from '@/lib/contracts/study';
import { curveLabel } from '@/lib/studies/curve-label';
import type { ErrorCurveInput } from './error-curve.plot';

/** Below this fraction a linear axis crowds the points that matter most at its left end. */
const LOG_AXIS_BELOW = 0.05;

/** What the error curve needs of a report: the same for the page, the report's page and its pictures. */
export function studyCurve(report: StudyReport): ErrorCurveInput {
  return {
    curves: report.curves.map((curve) => ({
      label: curveLabel(report, curve),
      isRandom: curve.strategy === 'random',
      points: curve.points,
    })),
    fullPool: report.fullPool,
    scale: Math.min(...report.config.fractions) < LOG_AXIS_BELOW ? 'log' : 'linear',
  };
}
