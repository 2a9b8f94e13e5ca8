import type { StudyPoint, StudyReport } from '@/lib/contracts/study-report';
import { curveLabel } from '@/lib/studies/curve-label';
import { ERROR_AXES, type ErrorAxes, type ErrorCurveInput } from './error-curve.plot';

/** Below this fraction a linear axis crowds the points that matter most at its left end. */
const LOG_AXIS_BELOW = 0.05;

/** What a study's chart shows. */
export interface StudyCurveView {
  /** `selected`: what was selected, of what could be. `paid`: all labels that were paid for, of the whole pool. */
  readonly axis: 'selected' | 'paid';
  readonly measure: 'error' | 'log-loss';
}

const ERROR_AGAINST_SELECTED: StudyCurveView = { axis: 'selected', measure: 'error' };

const X_LABELS = {
  selected: ERROR_AXES.xLabel,
  paid: 'All labels paid: selection, surrogate and validation (% of the pool)',
};
const LOG_LOSS_AXES: ErrorAxes = {
  ...ERROR_AXES,
  yLabel: 'Test log-loss (nats an example)',
  formatError: (value, digits = 2) => value.toFixed(digits),
  mostError: Infinity,
};

/** What the error curve needs of a report: the same for the page, the report's page and its pictures. */
export function studyCurve(
  report: StudyReport,
  view: StudyCurveView = ERROR_AGAINST_SELECTED,
): ErrorCurveInput {
  const { axis, measure } = view;
  const isError = measure === 'error';
  const xOf = (point: StudyPoint) =>
    axis === 'paid' ? (point.paid ?? point.kept) / report.data.pool : point.fraction;
  const fullPool = report.fullPool && (isError ? report.fullPool.error : report.fullPool.logLoss);
  return {
    curves: report.curves.map((curve) => ({
      label: curveLabel(report, curve),
      isRandom: curve.strategy === 'random',
      points: curve.points.flatMap((point) => {
        const error = isError ? point.error : point.logLoss;
        return error ? [{ fraction: xOf(point), error }] : [];
      }),
    })),
    fullPool: fullPool && { error: fullPool },
    scale: Math.min(...report.config.fractions) < LOG_AXIS_BELOW ? 'log' : 'linear',
    axes: { ...(isError ? ERROR_AXES : LOG_LOSS_AXES), xLabel: X_LABELS[axis] },
  };
}
