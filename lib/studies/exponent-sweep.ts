import type { Interval } from '../contracts/model';
import type { StudyCurve, StudyPoint, StudyReport } from '../contracts/study-report';
import { pairedDifference } from '../metrics/intervals';
import { curveLabel } from './curve-label';
import { percentWords } from './words';

/** The errors of one scheme by exponent and fraction. */
export interface ExponentSweep {
  /** of the sweep without its exponent, e.g. "power (weak)" */
  readonly label: string;
  /** ascending; 0 is random where the sweep has no 0 of its own */
  readonly exponents: readonly number[];
  readonly rows: readonly ExponentRow[];
}

export interface ExponentRow {
  readonly fraction: number;
  /** in the order of the exponents */
  readonly errors: readonly Interval[];
  /** the exponent with the lowest mean error */
  readonly best: number;
  /** exponents whose difference from the best, paired by repeat, has zero in its interval; the best among them */
  readonly asGood: readonly number[];
}

interface Column {
  readonly exponent: number;
  readonly curve: StudyCurve;
}

/** Sweeps of at least two exponents, a surrogate and arm each. Fractions of 1 are left out: there is nothing to choose. */
export function exponentSweeps(report: StudyReport): ExponentSweep[] {
  const groups = new Map<string, { label: string; columns: Column[] }>();
  for (const curve of report.curves) {
    const { exponent, ...parameters } = curve.parameters;
    if (typeof exponent !== 'number') continue;
    const label = curveLabel(report, { ...curve, parameters });
    const key = JSON.stringify([curve.surrogate, curve.arm, curve.strategy, parameters]);
    const group = groups.get(key) ?? { label, columns: [] };
    group.columns.push({ exponent, curve });
    groups.set(key, group);
  }
  return [...groups.values()]
    .filter(({ columns }) => columns.length > 1)
    .map(({ label, columns }) => sweepOf(label, withRandom(report, columns)));
}

function withRandom(report: StudyReport, columns: readonly Column[]): Column[] {
  const [{ curve }] = columns as [Column];
  const random = report.curves.find(
    (other) => other.strategy === 'random' && other.surrogate === curve.surrogate && other.arm === curve.arm,
  );
  const hasZero = columns.some(({ exponent }) => exponent === 0);
  const all = random && !hasZero ? [...columns, { exponent: 0, curve: random }] : [...columns];
  return all.sort((left, right) => left.exponent - right.exponent);
}

function sweepOf(label: string, columns: readonly Column[]): ExponentSweep {
  const [first] = columns as [Column];
  const rows = first.curve.points.flatMap(({ fraction }, place): ExponentRow[] => {
    const points = columns.flatMap(({ curve }) => curve.points[place] ?? []);
    return fraction < 1 ? [rowOf(fraction, columns, points)] : [];
  });
  return { label, exponents: columns.map(({ exponent }) => exponent), rows };
}

function rowOf(fraction: number, columns: readonly Column[], points: readonly StudyPoint[]): ExponentRow {
  const means = points.map(({ error }) => error.mean);
  const place = means.indexOf(Math.min(...means));
  const best = points[place] as StudyPoint;
  const exponentAt = (index: number) => (columns[index] as Column).exponent;
  const asGood = points.flatMap(({ repeats }, index) =>
    index === place || (repeats.length > 1 && pairedDifference(repeats, best.repeats).low <= 0)
      ? [exponentAt(index)]
      : [],
  );
  return { fraction, errors: points.map(({ error }) => error), best: exponentAt(place), asGood };
}

/** “The best exponent of power rises from -1 at 5 % to 1 at 60 % of the pool.” */
export function exponentSentences(report: StudyReport): string[] {
  return exponentSweeps(report).flatMap(({ label, rows }) => {
    const [first] = rows;
    const last = rows.at(-1);
    if (!first || !last) return [];
    const name = `The best exponent of ${label}`;
    if (rows.every(({ best }) => best === first.best)) {
      return [`${name} is ${first.best} at every fraction measured.`];
    }
    const list = rows.map(({ fraction, best }) => `${best} at ${percentWords(fraction)}`);
    return [`${name}: ${list.join(', ')}.`];
  });
}
