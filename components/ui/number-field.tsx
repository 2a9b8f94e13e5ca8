'use client';

import { NumberField as BaseNumberField } from '@base-ui/react/number-field';
import { Minus, Plus } from 'lucide-react';
import { Field } from './field';

interface NumberFieldProps {
  readonly label: string;
  readonly value: number | null;
  readonly onValueChange: (value: number | null) => void;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  /** Stands behind the number: "labels", "%", "px". */
  readonly unit?: string;
  readonly hint?: string;
  readonly error?: string | null;
  readonly hideLabel?: boolean;
  readonly disabled?: boolean;
  readonly className?: string;
}

const STEPPER =
  'flex w-9 shrink-0 items-center justify-center text-ink-soft hover:bg-hover disabled:text-ink-faint ' +
  'disabled:cursor-not-allowed';

export function NumberField(props: NumberFieldProps) {
  const { label, unit, hint, error, hideLabel, className, ...control } = props;
  return (
    <Field label={label} hint={hint} error={error} hideLabel={hideLabel} className={className}>
      <BaseNumberField.Root
        {...control}
        locale="en"
        format={{ maximumFractionDigits: 12, useGrouping: false }}
      >
        <BaseNumberField.Group className="flex min-h-9 w-full min-w-32 items-stretch overflow-hidden rounded-md border border-line-strong/70 bg-surface focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent hover:border-line-strong">
          <BaseNumberField.Decrement className={STEPPER} aria-label="Less">
            <Minus className="size-3.5" aria-hidden />
          </BaseNumberField.Decrement>
          <BaseNumberField.Input className="w-full min-w-0 bg-transparent text-center text-lg outline-none sm:text-base" />
          {unit && <span className="flex items-center pr-2 text-sm text-ink-faint">{unit}</span>}
          <BaseNumberField.Increment className={STEPPER} aria-label="More">
            <Plus className="size-3.5" aria-hidden />
          </BaseNumberField.Increment>
        </BaseNumberField.Group>
      </BaseNumberField.Root>
    </Field>
  );
}
