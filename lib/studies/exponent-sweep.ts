import type { Interval } from '../contracts/model';
import type { StudyCurve, StudyPoint, StudyReport } from '../contracts/study-report';
import { pairedDifference } from '../metrics/intervals';
import { randomBeside } from './comparisons';
import { curveLabel } from './curve-label';
import { spanWords } from './words';

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
  /**
   * exponents not shown to be worse than the best, the best among them. The interval allows for every pair of exponents
   * at every fraction of the sweep, because the best is one picked out; it speaks of these test examples only
   */
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
  const random = randomBeside(report, curve);
  const hasZero = columns.some(({ exponent }) => exponent === 0);
  const all = random && !hasZero ? [...columns, { exponent: 0, curve: random }] : [...columns];
  return all.sort((left, right) => left.exponent - right.exponent);
}

function sweepOf(label: string, columns: readonly Column[]): ExponentSweep {
  const [first] = columns as [Column];
  const selected = first.curve.points.filter(({ fraction }) => fraction < 1).length;
  const pairs = (selected * columns.length * (columns.length - 1)) / 2;
  const rows = first.curve.points.flatMap(({ fraction }, place): ExponentRow[] => {
    const points = columns.flatMap(({ curve }) => curve.points[place] ?? []);
    return fraction < 1 ? [rowOf(fraction, columns, points, 1 - 0.05 / pairs)] : [];
  });
  return { label, exponents: columns.map(({ exponent }) => exponent), rows };
}

function rowOf(
  fraction: number,
  columns: readonly Column[],
  points: readonly StudyPoint[],
  probability: number,
): ExponentRow {
  const means = points.map(({ error }) => error.mean);
  const place = means.indexOf(Math.min(...means));
  const best = points[place] as StudyPoint;
  const exponentAt = (index: number) => (columns[index] as Column).exponent;
  const asGood = points.flatMap(({ repeats }, index) =>
    index === place || repeats.length < 2 || pairedDifference(repeats, best.repeats, probability).low <= 0
      ? [exponentAt(index)]
      : [],
  );
  return { fraction, errors: points.map(({ error }) => error), best: exponentAt(place), asGood };
}

/** “The best exponent of power: -1 … -0.5 at 5 %, none shown at 10 % … 20 %, 1 at 60 %.” */
export function exponentSentences(report: StudyReport): string[] {
  return exponentSweeps(report).flatMap(({ label, exponents, rows }) => {
    if (rows.length === 0) return [];
    if (rows.every(({ asGood }) => asGood.length === exponents.length)) {
      return [`No exponent of ${label} is shown to be better than the others.`];
    }
    const spans: { words: string; from: number; to: number }[] = [];
    for (const { fraction, asGood } of rows) {
      const words = exponentWords(asGood, exponents);
      const last = spans.at(-1);
      if (last?.words === words) last.to = fraction;
      else spans.push({ words, from: fraction, to: fraction });
    }
    const name = `The best exponent of ${label}`;
    const [first] = spans;
    if (first && spans.length === 1) return [`${name} is ${first.words} at every fraction measured.`];
    return [
      `${name}: ${spans.map(({ words, from, to }) => `${words} at ${spanWords(from, to)}`).join(', ')}.`,
    ];
  });
}

/** Neighbours as a range; both orders ascend. */
function exponentWords(asGood: readonly number[], exponents: readonly number[]): string {
  if (asGood.length === exponents.length) return 'none shown';
  const [least] = asGood;
  const start = least === undefined ? -1 : exponents.indexOf(least);
  const areNeighbours = asGood.every((exponent, place) => exponents[start + place] === exponent);
  return asGood.length > 1 && areNeighbours ? `${least} … ${asGood.at(-1)}` : asGood.join(' or ');
}
