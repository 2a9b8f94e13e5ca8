import type { Interval } from '../contracts/model';
import type { StudyCurve, StudyPoint, StudyReport } from '../contracts/study-report';
import { curveLabel } from './curve-label';
import { percentWords } from './words';

/** What a paired difference says: `better` and `worse` only where its 95 % interval leaves zero out. */
export type Standing = 'better' | 'worse' | 'equal';

/** An error minus another: negative is better. */
export function standingOf({ low, high }: Interval): Standing {
  if (high < 0) return 'better';
  return low > 0 ? 'worse' : 'equal';
}

/** Neighbouring fractions at which a curve stands to random in the same way. */
interface Range {
  readonly standing: Standing;
  readonly from: number;
  readonly to: number;
}

/** Points that a curve is judged by: below the full pool, and beside random. */
export function comparedPoints(
  curve: StudyCurve,
): readonly (StudyPoint & { differenceFromRandom: Interval })[] {
  return curve.points.flatMap((point) => {
    const { differenceFromRandom } = point;
    return differenceFromRandom && point.fraction < 1 ? [{ ...point, differenceFromRandom }] : [];
  });
}

function rangesOf(curve: StudyCurve): Range[] {
  const ranges: Range[] = [];
  for (const { fraction, differenceFromRandom } of comparedPoints(curve)) {
    const standing = standingOf(differenceFromRandom);
    const last = ranges.at(-1);
    if (last?.standing === standing) ranges[ranges.length - 1] = { ...last, to: fraction };
    else ranges.push({ standing, from: fraction, to: fraction });
  }
  return ranges;
}

const PLAIN = { better: 'helps', worse: 'is worse than random', equal: 'is as good as random' };
const OF_RANDOM = { worse: 'better', equal: 'as good', mixed: 'as good or better' };

/**
 * From where to where a scheme helps, in one sentence: “With this pool, max-gradient helps from 40 % on; below that
 * random is as good or better.” Null for random itself and where nothing was compared.
 */
export function rangeSentence(report: StudyReport, curve: StudyCurve): string | null {
  const ranges = rangesOf(curve);
  const [first] = ranges;
  const last = ranges.at(-1);
  if (!first || !last) return null;
  const start = `With this pool, ${schemeWords(report, curve)}`;
  const others = ranges.filter(({ standing }) => standing !== 'better');
  const random = `random is ${OF_RANDOM[mixOf(others)]}`;
  if (ranges.length === 1) return `${start} ${PLAIN[first.standing]} at every fraction measured.`;
  const helps = ranges.length - others.length;
  if (helps === 1 && last.standing === 'better') {
    return `${start} helps from ${percentWords(last.from)} on; below that ${random}.`;
  }
  if (helps === 1 && first.standing === 'better') {
    return `${start} helps up to ${percentWords(first.to)}; above that ${random}.`;
  }
  const parts = ranges.map(({ standing, from, to }) => `${PLAIN[standing]} at ${spanWords(from, to)}`);
  return `${start} ${parts.join(', ')}.`;
}

/** The curve that helps at the most fractions, and of those by the most; null where none helps anywhere. */
export function mostHelpful(report: StudyReport): StudyCurve | null {
  const rated = report.curves.map((curve) => {
    const better = comparedPoints(curve).filter(
      ({ differenceFromRandom }) => standingOf(differenceFromRandom) === 'better',
    );
    const gain = better.reduce((sum, { differenceFromRandom }) => sum - differenceFromRandom.mean, 0);
    return { curve, points: better.length, gain };
  });
  rated.sort((left, right) => right.points - left.points || right.gain - left.gain);
  const [best] = rated;
  return best && best.points > 0 ? best.curve : null;
}

function mixOf(ranges: readonly Range[]): keyof typeof OF_RANDOM {
  if (ranges.every(({ standing }) => standing === 'worse')) return 'worse';
  return ranges.every(({ standing }) => standing === 'equal') ? 'equal' : 'mixed';
}

function spanWords(from: number, to: number): string {
  return from === to ? percentWords(from) : `${percentWords(from)} … ${percentWords(to)}`;
}

/** What the scheme prefers where its exponent tells, and its name. */
function schemeWords(report: StudyReport, curve: StudyCurve): string {
  const label = curveLabel(report, curve);
  const { exponent } = curve.parameters;
  if (typeof exponent !== 'number' || exponent === 0) return `selection by ${label}`;
  return `preferring ${exponent > 0 ? 'hard' : 'easy'} examples (${label})`;
}
