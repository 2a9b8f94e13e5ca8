'use client';

import { Progress as BaseProgress } from '@base-ui/react/progress';
import { classNames } from './class-names';

interface ProgressProps {
  readonly label: string;
  /** null while the end is not known. */
  readonly value: number | null;
  readonly max: number;
  readonly tone?: 'accent' | 'positive' | 'danger' | 'neutral';
  readonly className?: string;
}

const TONES = {
  accent: 'bg-accent',
  positive: 'bg-positive',
  danger: 'bg-danger',
  neutral: 'bg-line-strong',
};

/** Only the bar; the numbers stand beside it, in words. */
export function Progress({ label, value, max, tone = 'accent', className }: ProgressProps) {
  return (
    <BaseProgress.Root
      value={value === null ? null : Math.min(value, max)}
      max={max > 0 ? max : 1}
      aria-label={label}
      className={classNames('w-full', className)}
    >
      <BaseProgress.Track className="h-1.5 overflow-hidden rounded-full bg-line">
        <BaseProgress.Indicator
          className={classNames(
            'h-full rounded-full transition-[width] duration-500',
            TONES[tone],
            value === null && 'w-1/3 animate-breathe',
          )}
        />
      </BaseProgress.Track>
    </BaseProgress.Root>
  );
}
