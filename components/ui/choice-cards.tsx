'use client';

import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { useId } from 'react';
import { classNames } from './class-names';

interface ChoiceCardsProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly onValueChange: (value: Value) => void;
  readonly options: readonly {
    readonly value: Value;
    readonly title: string;
    readonly description?: string;
  }[];
  readonly columns?: 1 | 2;
}

/** One of a few, each with a line that explains it. */
export function ChoiceCards<Value extends string>(props: ChoiceCardsProps<Value>) {
  const { label, value, onValueChange, options, columns = 2 } = props;
  const labelId = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <span id={labelId} className="text-sm font-medium">
        {label}
      </span>
      <RadioGroup
        aria-labelledby={labelId}
        value={value}
        onValueChange={(next: Value) => onValueChange(next)}
        className={classNames('grid gap-2', columns === 2 && 'sm:grid-cols-2')}
      >
        {options.map((option) => (
          <label
            key={option.value}
            className="flex items-start gap-2.5 rounded-md border border-line-strong/60 px-3 py-2.5 hover:bg-hover has-data-checked:border-accent has-data-checked:bg-accent-soft"
          >
            <Radio.Root
              value={option.value}
              className="mt-0.5 flex size-4.5 shrink-0 items-center justify-center rounded-full border border-line-strong bg-surface data-checked:border-accent"
            >
              <Radio.Indicator className="size-2.5 rounded-full bg-accent" />
            </Radio.Root>
            <span className="min-w-0">
              <span className="block font-medium">{option.title}</span>
              {option.description && (
                <span className="block text-sm text-ink-soft">{option.description}</span>
              )}
            </span>
          </label>
        ))}
      </RadioGroup>
    </div>
  );
}
