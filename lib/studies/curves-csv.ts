import type { StudyCurve, StudyReport } from '../contracts/study-report';
import { csvLine } from '../text/csv-line';
import { randomBeside } from './comparisons';

const HEADER = [
  'surrogate',
  'strategy',
  'parameters',
  'fraction',
  'kept',
  'repeat',
  'error',
  'random_error',
  'ridge',
  'arm',
  'paid',
  'log_loss',
] as const;

function parameterText(parameters: StudyCurve['parameters']): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(';');
}

/**
 * The curves as CSV, one row a repeat of a point (repeats count from 0), with random's error of the same repeat beside
 * it (of the same surrogate and arm), so that the paired difference can be taken again. Numbers are written in full.
 */
export function curvesCsv(report: StudyReport): string {
  const rows = report.curves.flatMap((curve) => {
    const random = randomBeside(report, curve);
    return curve.points.flatMap((point, place) =>
      point.repeats.map((error, repeat) => [
        curve.surrogate,
        curve.strategy,
        parameterText(curve.parameters),
        point.fraction,
        point.kept,
        repeat,
        error,
        random?.points[place]?.repeats[repeat] ?? '',
        point.ridges[repeat] ?? '',
        curve.arm ?? '',
        point.paid ?? '',
        point.logLosses[repeat] ?? '',
      ]),
    );
  });
  return [HEADER, ...rows].map(csvLine).join('');
}
