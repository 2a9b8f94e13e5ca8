'use client';

import { Eye, EyeOff } from 'lucide-react';
import { Button } from '../ui/button';

interface CurveTogglesProps {
  /** in the order of the report's curves */
  readonly labels: readonly string[];
  /** indices of the curves that are left out */
  readonly hidden: ReadonlySet<number>;
  readonly onHiddenChange: (hidden: ReadonlySet<number>) => void;
}

/** Takes curves out of the chart, so that the axis can spread the others. */
export function CurveToggles({ labels, hidden, onHiddenChange }: CurveTogglesProps) {
  const toggle = (index: number) => {
    const next = new Set(hidden);
    if (!next.delete(index)) next.add(index);
    // An empty chart would say nothing.
    if (next.size < labels.length) onHiddenChange(next);
  };
  return (
    <div role="group" aria-label="Curves shown" className="mb-3 flex flex-wrap gap-1.5">
      {labels.map((label, index) => {
        const shown = !hidden.has(index);
        return (
          <Button
            key={label}
            size="small"
            variant={shown ? 'secondary' : 'quiet'}
            aria-pressed={shown}
            icon={shown ? <Eye aria-hidden /> : <EyeOff aria-hidden />}
            onClick={() => toggle(index)}
          >
            {label}
          </Button>
        );
      })}
    </div>
  );
}
