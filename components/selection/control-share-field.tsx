'use client';

import { controlSize } from '@/lib/rounds/draw-control-arm';
import { formatCount } from '../ui/format';
import { NumberField } from '../ui/number-field';

interface ControlShareFieldProps {
  /** in [0, 0.9] */
  readonly value: number;
  /** examples of the batch */
  readonly budget: number;
  readonly onValueChange: (share: number) => void;
}

/** How much of the batch is drawn at random, and what that is good for. */
export function ControlShareField({ value, budget, onValueChange }: ControlShareFieldProps) {
  const random = controlSize(budget, value);
  return (
    <div className="flex flex-col gap-1.5">
      <NumberField
        label="Drawn at random"
        unit="%"
        min={0}
        max={90}
        step={5}
        value={Math.round(100 * value)}
        onValueChange={(percent) => {
          if (percent !== null) onValueChange(Math.min(90, Math.max(0, percent)) / 100);
        }}
        hint={
          random > 0
            ? `${formatCount(random)} of ${formatCount(budget)} examples; they train too, and tell whether choosing is worth it.`
            : undefined
        }
      />
      {random === 0 && (
        <p role="status" className="text-sm text-warning">
          Without random examples nobody can tell whether choosing was worth it, nor how wrong the model is on
          the pool.
        </p>
      )}
    </div>
  );
}
