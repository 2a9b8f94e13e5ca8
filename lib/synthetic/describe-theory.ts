import type { SyntheticLine } from '../contracts/synthetic';

/** Lines that differ by less than this are as good as each other. */
const NEGLIGIBLE = 5e-4;

/**
 * What the theory says of one panel, in sentences: which exponent is best from where to where, and whether a selection
 * comes below the whole pool.
 *
 * @param lines of one label process and one ridge, at the same fractions, the last one all of the pool
 */
export function describeTheory(lines: readonly SyntheticLine[]): string[] {
  const [first] = lines;
  if (!first) return [];
  const sentences = [bestExponents(lines)];
  const whole = first.points.at(-1)?.error ?? 0;
  const lowest = lines
    .flatMap(({ exponent, points }) => points.slice(0, -1).map((point) => ({ exponent, ...point })))
    .reduce((best, point) => (point.error < best.error ? point : best));
  sentences.push(
    lowest.error < whole - NEGLIGIBLE
      ? `Keeping ${percent(lowest.fraction)} by ${nameOf(lowest.exponent)} leaves ${errorText(lowest.error)} wrong, all of the pool at the same ridge ${errorText(whole)}.`
      : `No selection comes below all of the pool (${errorText(whole)} wrong).`,
  );
  return sentences;
}

/** "exponent −1 (easy examples first)" */
export function nameOf(exponent: number): string {
  if (exponent === 0) return 'random selection';
  const sign = exponent < 0 ? '−' : '+';
  return `exponent ${sign}${Math.abs(exponent)} (${exponent < 0 ? 'easy' : 'hard'} examples first)`;
}

interface Stretch {
  readonly line: SyntheticLine;
  /** where it becomes the best; 0 for the first */
  readonly from: number;
}

function bestExponents(lines: readonly SyntheticLine[]): string {
  if (lines.length === 1) return 'With one exponent there is nothing to compare: add another.';
  const stretches = stretchesOf(lines);
  if (stretches.length === 0) return 'All these exponents are as good as each other.';
  const parts = stretches.map(({ line, from }, index) => {
    const until = stretches[index + 1]?.from;
    const name = nameOf(line.exponent);
    if (index === 0)
      return until === undefined ? `${name} at every fraction` : `${name} below ${percent(until)}`;
    return until === undefined
      ? `${name} above ${percent(from)}`
      : `${name} from ${percent(from)} to ${percent(until)}`;
  });
  return `Best: ${parts.join(', ')}.`;
}

/** The best line over the fractions; between two fractions lines cross where they would if they were straight. */
function stretchesOf(lines: readonly SyntheticLine[]): Stretch[] {
  const stretches: Stretch[] = [];
  const errorAt = (line: SyntheticLine, index: number): number => line.points[index]?.error ?? 1;
  const fractions = (lines[0]?.points ?? []).map(({ fraction }) => fraction);
  // at all of the pool every line ends in the same point
  for (let index = 0; index + 1 < fractions.length; index++) {
    const errors = lines.map((line) => errorAt(line, index));
    if (Math.max(...errors) - Math.min(...errors) < NEGLIGIBLE) continue;
    const best = lines[errors.indexOf(Math.min(...errors))] as SyntheticLine;
    const last = stretches.at(-1);
    if (!last) stretches.push({ line: best, from: 0 });
    else if (last.line !== best && errorAt(last.line, index) - errorAt(best, index) >= NEGLIGIBLE) {
      const before = errorAt(best, index - 1) - errorAt(last.line, index - 1);
      const after = errorAt(best, index) - errorAt(last.line, index);
      const share = before > 0 ? before / (before - after) : 1;
      const left = fractions[index - 1] as number;
      stretches.push({ line: best, from: left + share * ((fractions[index] as number) - left) });
    }
  }
  return stretches;
}

function percent(fraction: number): string {
  return `${Math.round(100 * fraction)} %`;
}

function errorText(error: number): string {
  return `${(100 * error).toFixed(1)} %`;
}
