import Link from 'next/link';
import { ClassColumnHeads, ClassRowHead } from '../ui/class-heads';
import { formatCount, formatPercent } from '../ui/format';
import { classErrors, classTotals } from './confusions';

export interface ConfusionViewProps {
  readonly confusion: readonly (readonly number[])[];
  readonly classes: readonly string[];
  /** Where a cell leads; null while there is nothing to lead to. */
  readonly linkTo: ((actual: number, predicted: number) => string) | null;
}

/** At most this much colour, so that ink stays readable on it. */
const STRONGEST_TINT = 38;

function tint(share: number, right: boolean): string {
  const colour = right ? 'var(--color-accent)' : 'var(--color-danger)';
  // The root makes small shares visible: an error of 4 % should not look like none.
  return `color-mix(in oklab, ${colour} ${(Math.sqrt(share) * STRONGEST_TINT).toFixed(1)}%, transparent)`;
}

/** A heat table: counts with the share of their row. A real table, so that it reads aloud and copies well. */
export function ConfusionMatrix({ confusion, classes, linkTo }: ConfusionViewProps) {
  const totals = classTotals(confusion);
  const errors = classErrors(confusion);
  return (
    <div className="relative overflow-x-auto" tabIndex={0} role="region" aria-label="Confusion matrix">
      <table className="w-full border-separate border-spacing-0.5 text-sm">
        <caption className="sr-only">
          Counts of test examples by real class (rows) and predicted class (columns), with the share of the
          row
        </caption>
        <thead>
          <tr>
            <th
              scope="col"
              className="sticky left-0 bg-surface px-2 pb-1 text-left align-bottom font-medium text-ink-soft"
            >
              Real ↓ · predicted →
            </th>
            <ClassColumnHeads classes={classes} />
            <th scope="col" className="px-2 pb-1 text-right align-bottom font-medium text-ink-soft">
              Error
            </th>
          </tr>
        </thead>
        <tbody>
          {confusion.map((row, actual) => (
            <tr key={actual}>
              <ClassRowHead name={classes[actual] ?? `${actual}`} />
              {row.map((count, predicted) => (
                <Cell
                  key={predicted}
                  count={count}
                  share={count / (totals[actual] || 1)}
                  right={actual === predicted}
                  meaning={meaningOf(classes[actual], classes[predicted])}
                  href={linkTo && count > 0 ? linkTo(actual, predicted) : null}
                />
              ))}
              <td className="px-2 py-1 text-right font-medium whitespace-nowrap">
                {errors[actual] === null || errors[actual] === undefined
                  ? '–'
                  : formatPercent(errors[actual])}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps {
  readonly count: number;
  readonly share: number;
  readonly right: boolean;
  /** What the count means, after it: "taken for “coat”". */
  readonly meaning: string;
  readonly href: string | null;
}

function Cell({ count, share, right, meaning, href }: CellProps) {
  if (count === 0) return <td className="rounded-sm bg-sunken px-1 py-1 text-center text-ink-faint">0</td>;
  const content = (
    <>
      <span className={right ? 'block font-semibold' : 'block'}>{formatCount(count)}</span>
      <span className="block text-xs">{formatPercent(share)}</span>
      <span className="sr-only"> {meaning}</span>
    </>
  );
  return (
    <td
      className="rounded-sm p-0 text-center"
      style={{ backgroundColor: tint(share, right) }}
      title={`${formatCount(count)} (${formatPercent(share)}) ${meaning}`}
    >
      {href ? (
        <Link href={href} className="block rounded-sm px-1 py-1 hover:underline">
          {content}
        </Link>
      ) : (
        <span className="block px-1 py-1">{content}</span>
      )}
    </td>
  );
}

function meaningOf(actual = '?', predicted = '?'): string {
  return actual === predicted
    ? `of “${actual}”, rightly predicted`
    : `of “${actual}”, taken for “${predicted}”`;
}
