import type { Interval } from '@/lib/contracts/model';

interface IntervalBarProps {
  readonly interval: Interval;
  /** The span that all bars of the table share, so that they can be compared by eye. */
  readonly from: number;
  readonly to: number;
  /** Drawn as a line through the bar, e.g. zero. */
  readonly reference?: number;
}

/** A value and its 95 % interval on a scale shared by the table. Decoration: the numbers stand beside it. */
export function IntervalBar({ interval, from, to, reference }: IntervalBarProps) {
  const position = (value: number) => `${to > from ? ((value - from) / (to - from)) * 100 : 50}%`;
  return (
    <svg aria-hidden className="block h-4 w-full min-w-20 overflow-visible" preserveAspectRatio="none">
      {reference !== undefined && (
        <line
          x1={position(reference)}
          x2={position(reference)}
          y1="0"
          y2="100%"
          className="stroke-line-strong"
          strokeDasharray="2 2"
        />
      )}
      <line
        x1={position(interval.low)}
        x2={position(interval.high)}
        y1="50%"
        y2="50%"
        className="stroke-ink-faint"
        strokeWidth={2}
      />
      <circle cx={position(interval.mean)} cy="50%" r="4" className="fill-accent" />
    </svg>
  );
}
