'use client';

import type { ReactNode } from 'react';
import { Select as BaseSelect } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import { classNames } from './class-names';
import { CONTROL, Field } from './field';

export interface SelectOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** A second, quieter line in the list. */
  readonly detail?: ReactNode;
  readonly disabled?: boolean;
}

interface SelectProps<Value extends string> {
  readonly label: string;
  readonly value: Value | null;
  readonly onValueChange: (value: Value) => void;
  readonly options: readonly SelectOption<Value>[];
  readonly placeholder?: string;
  readonly hint?: string;
  readonly error?: string | null;
  readonly hideLabel?: boolean;
  readonly disabled?: boolean;
  readonly className?: string;
}

export function Select<Value extends string>(props: SelectProps<Value>) {
  const { label, value, onValueChange, options, placeholder = 'Choose…', disabled } = props;
  const { hint, error, hideLabel, className } = props;
  return (
    <Field label={label} hint={hint} error={error} hideLabel={hideLabel} className={className}>
      <BaseSelect.Root
        items={options.map((option) => ({ value: option.value, label: option.label }))}
        value={value}
        onValueChange={(next) => {
          if (next !== null) onValueChange(next);
        }}
        disabled={disabled}
        modal={false}
      >
        <BaseSelect.Trigger
          className={classNames(
            CONTROL,
            'flex items-center justify-between gap-2 text-left data-disabled:opacity-60',
          )}
        >
          <span className="min-w-0 truncate">
            <BaseSelect.Value placeholder={placeholder} />
          </span>
          <BaseSelect.Icon className="shrink-0 text-ink-faint">
            <ChevronsUpDown className="size-4" aria-hidden />
          </BaseSelect.Icon>
        </BaseSelect.Trigger>
        <BaseSelect.Portal>
          <BaseSelect.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50 outline-none">
            <BaseSelect.Popup className="max-h-(--available-height) max-w-[min(30rem,calc(100vw-1.5rem))] min-w-(--anchor-width) overflow-y-auto rounded-md border border-line bg-surface py-1 text-ink shadow-floating">
              <BaseSelect.List>
                {options.map((option) => (
                  <SelectItem key={option.value} option={option} />
                ))}
              </BaseSelect.List>
            </BaseSelect.Popup>
          </BaseSelect.Positioner>
        </BaseSelect.Portal>
      </BaseSelect.Root>
    </Field>
  );
}

function SelectItem<Value extends string>({ option }: { readonly option: SelectOption<Value> }) {
  return (
    <BaseSelect.Item
      value={option.value}
      disabled={option.disabled}
      className="grid min-h-9 cursor-default grid-cols-[1rem_1fr] items-center gap-2 px-2.5 py-1.5 outline-none select-none data-disabled:text-ink-faint data-highlighted:bg-hover"
    >
      <BaseSelect.ItemIndicator className="col-start-1 text-accent">
        <Check className="size-4" aria-hidden />
      </BaseSelect.ItemIndicator>
      <span className="col-start-2 min-w-0">
        <BaseSelect.ItemText>{option.label}</BaseSelect.ItemText>
        {option.detail && <span className="block text-sm text-ink-faint">{option.detail}</span>}
      </span>
    </BaseSelect.Item>
  );
}
