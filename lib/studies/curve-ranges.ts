import type { StudyCurve, StudyReport } from '../contracts/study-report';
import { comparisonsWithRandom, type Comparison, type Standing } from './comparisons';
import { curveLabel } from './curve-label';
import { percentWords, spanWords } from './words';

/** Neighbouring fractions at which a curve stands to random in the same way. */
interface Range {
  readonly standing: Standing;
  readonly from: number;
  readonly to: number;
}

function rangesOf(comparisons: readonly Comparison[]): Range[] {
  const ranges: Range[] = [];
  for (const { point, standing } of comparisons) {
    const { fraction } = point;
    const last = ranges.at(-1);
    if (last?.standing === standing) ranges[ranges.length - 1] = { ...last, to: fraction };
    else ranges.push({ standing, from: fraction, to: fraction });
  }
  return ranges;
}

const PLAIN = {
  better: 'helps',
  worse: 'is worse than random',
  equal: 'is as good as random',
  unclear: 'cannot be told from random',
};
const ELSEWHERE = {
  better: 'it helps',
  worse: 'random is better',
  equal: 'random is as good',
  unclear: 'it cannot be told from random',
};

/**
 * From where to where the most helpful scheme helps, in one sentence: “With this pool, selection by max-gradient helps
 * from 40 % on; below that it cannot be told from random.” Null where none is shown to help.
 */
export function rangeSentence(report: StudyReport): string | null {
  const helpful = mostHelpful(report);
  if (!helpful) return null;
  const { curve, comparisons } = helpful;
  const ranges = rangesOf(comparisons);
  const start = `With this pool, ${schemeWords(report, curve)}`;
  const others = ranges.filter(({ standing }) => standing !== 'better');
  const [first] = ranges;
  const last = ranges.at(-1);
  if (others.length === 0) return `${start} helps at every fraction measured.`;
  const helps = ranges.length - others.length;
  if (helps === 1 && last?.standing === 'better') {
    return `${start} helps from ${percentWords(last.from)} on; below that ${elsewhere(others)}.`;
  }
  if (helps === 1 && first?.standing === 'better') {
    return `${start} helps up to ${percentWords(first.to)}; above that ${elsewhere(others)}.`;
  }
  const parts = ranges.map(({ standing, from, to }) => `${PLAIN[standing]} at ${spanWords(from, to)}`);
  return `${start} ${parts.join(', ')}.`;
}

/** The curve that helps at the most fractions, and of those by the most; null where none is shown to help. */
function mostHelpful(report: StudyReport) {
  const compared = comparisonsWithRandom(report);
  const rated = report.curves.map((curve) => {
    const comparisons = compared.filter((comparison) => comparison.curve === curve);
    const better = comparisons.filter(({ standing }) => standing === 'better');
    const gain = better.reduce((sum, { interval }) => sum - interval.mean, 0);
    return { curve, comparisons, points: better.length, gain };
  });
  rated.sort((left, right) => right.points - left.points || right.gain - left.gain);
  const [best] = rated;
  return best && best.points > 0 ? best : null;
}

function elsewhere(ranges: readonly Range[]): string {
  const [first] = ranges;
  const isOne = ranges.every(({ standing }) => standing === first?.standing);
  return first && isOne ? ELSEWHERE[first.standing] : 'no gain is shown';
}

/** What the scheme prefers where its exponent tells, and its name. */
function schemeWords(report: StudyReport, curve: StudyCurve): string {
  const label = curveLabel(report, curve);
  const { exponent } = curve.parameters;
  if (typeof exponent !== 'number' || exponent === 0) return `selection by ${label}`;
  return `preferring ${exponent > 0 ? 'hard' : 'easy'} examples (${label})`;
}
