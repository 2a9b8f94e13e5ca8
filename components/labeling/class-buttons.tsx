'use client';

import { Check } from 'lucide-react';
import { classNames } from '../ui/class-names';
import { KeyHint } from '../ui/key-hint';
import { keyOfClass } from './answer-keys';

interface ClassButtonsProps {
  readonly classes: readonly string[];
  /** The answer that was given and is not stored yet. */
  readonly chosen: number | null;
  readonly disabled: boolean;
  readonly onChoose: (label: number) => void;
}

/** A button and a key for each of up to ten classes. */
export function ClassButtons({ classes, chosen, disabled, onChoose }: ClassButtonsProps) {
  return (
    <ul aria-label="Classes" className="grid grid-cols-2 gap-1.5 sm:grid-cols-3 lg:grid-cols-1">
      {classes.map((name, label) => (
        <li key={name} className="min-w-0">
          <button
            type="button"
            disabled={disabled}
            aria-keyshortcuts={keyOfClass(label)}
            aria-pressed={chosen === label}
            onClick={() => onChoose(label)}
            className={classNames(
              'flex min-h-11 w-full touch-manipulation items-center gap-2.5 rounded-md border px-3 text-left font-medium',
              'border-line-strong/60 bg-surface hover:bg-hover active:bg-accent-soft disabled:text-ink-faint',
              'aria-pressed:border-accent aria-pressed:bg-accent-soft',
            )}
          >
            <KeyHint keys={keyOfClass(label)} />
            <span className="min-w-0 truncate">{name}</span>
            {chosen === label && <Check className="ml-auto size-4 shrink-0 text-accent" aria-hidden />}
          </button>
        </li>
      ))}
    </ul>
  );
}
