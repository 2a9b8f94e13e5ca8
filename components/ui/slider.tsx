'use client';

import type { ReactNode } from 'react';
import { Slider as BaseSlider } from '@base-ui/react/slider';
import { classNames } from './class-names';

interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly onValueChange: (value: number) => void;
  /** Called once the thumb is let go: for what is costly to compute. */
  readonly onValueCommitted?: (value: number) => void;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  /** The value in words, beside the label. */
  readonly display?: ReactNode;
  readonly hideLabel?: boolean;
  readonly disabled?: boolean;
  readonly className?: string;
}

export function Slider(props: SliderProps) {
  const { label, value, onValueChange, onValueCommitted, min, max, step, display, hideLabel, disabled } =
    props;
  return (
    <BaseSlider.Root
      value={value}
      onValueChange={(next) => onValueChange(next)}
      onValueCommitted={(next) => onValueCommitted?.(next)}
      min={min}
      max={max}
      step={step}
      disabled={disabled}
      className={classNames('flex min-w-0 flex-col gap-1', props.className)}
    >
      {!hideLabel && (
        <span className="flex items-baseline justify-between gap-3 text-sm">
          <BaseSlider.Label className="font-medium text-ink">{label}</BaseSlider.Label>
          {display !== undefined && <span className="text-ink-soft">{display}</span>}
        </span>
      )}
      <BaseSlider.Control className="flex touch-none items-center py-2.5 select-none">
        <BaseSlider.Track className="h-1 w-full rounded-full bg-line">
          <BaseSlider.Indicator className="rounded-full bg-accent" />
          <BaseSlider.Thumb
            aria-label={hideLabel ? label : undefined}
            className="size-4.5 rounded-full border-2 border-accent bg-surface shadow-raised has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-offset-2 has-[:focus-visible]:outline-accent"
          />
        </BaseSlider.Track>
      </BaseSlider.Control>
    </BaseSlider.Root>
  );
}
