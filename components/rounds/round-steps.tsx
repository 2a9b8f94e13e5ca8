import { Check } from 'lucide-react';
import type { RoundView } from '@/lib/contracts/round';
import { classNames } from '../ui/class-names';

const STEPS = ['Select', 'Label', 'Retrain', 'Measured'] as const;

/** Which of the steps is under way; past the last where all are done. */
const CURRENT: Record<RoundView['step'], number> = {
  labeling: 1,
  paused: 1,
  abandoned: 1,
  ready: 2,
  retraining: 2,
  failed: 2,
  measured: 4,
};

/** Where a round stands between its selection and its measurement. */
export function RoundSteps({ step, number }: Pick<RoundView, 'step' | 'number'>) {
  const current = CURRENT[step];
  return (
    <ol aria-label={`Steps of round ${number}`} className="flex flex-wrap gap-x-1 gap-y-2">
      {STEPS.map((name, index) => {
        const isDone = index < current;
        const isCurrent = index === current;
        return (
          <li
            key={name}
            aria-current={isCurrent ? 'step' : undefined}
            className={classNames(
              'flex items-center gap-1.5 rounded-full border px-3 py-0.5 text-sm [&_svg]:size-3.5',
              isCurrent
                ? 'border-accent bg-accent-soft font-medium text-accent-strong'
                : 'border-line text-ink-soft',
            )}
          >
            {isDone && <Check aria-hidden />}
            {name}
            {isDone && <span className="sr-only">, done</span>}
          </li>
        );
      })}
    </ol>
  );
}
