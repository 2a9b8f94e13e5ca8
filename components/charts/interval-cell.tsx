import type { Interval } from '@/lib/contracts/model';
import { formatPercentRange } from '../ui/format';
import { IntervalBar } from './interval-bar';
import type { spanOf } from './span-of';

interface IntervalCellProps {
  readonly interval: Interval;
  /** that all cells of the table share */
  readonly span: ReturnType<typeof spanOf>;
  readonly digits?: 1 | 2;
}

/** So that the bars of a column begin below each other. */
const COLUMNS = { 1: 'min-w-44 grid-cols-[6.5rem_1fr]', 2: 'min-w-52 grid-cols-[8rem_1fr]' };

/** The ends of an interval of shares and, beside them, where it lies among the others of the table. */
export function IntervalCell({ interval, span, digits = 1 }: IntervalCellProps) {
  return (
    <span className={`grid ${COLUMNS[digits]} items-center gap-2 text-sm whitespace-nowrap text-ink-soft`}>
      {formatPercentRange(interval, digits)}
      <IntervalBar interval={interval} {...span} />
    </span>
  );
}
