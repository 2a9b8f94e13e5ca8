'use client';

import { useState, type KeyboardEvent } from 'react';
import { X } from 'lucide-react';
import { classNames } from './class-names';
import { CONTROL, Field } from './field';
import { addNames } from './add-names';
import { Input as BaseInput } from '@base-ui/react/input';

interface ChipsInputProps {
  readonly label: string;
  readonly hint?: string;
  readonly values: readonly string[];
  readonly onValuesChange: (values: readonly string[]) => void;
  /** Names that are taken already and cannot be added again. */
  readonly taken?: readonly string[];
  readonly placeholder?: string;
}

/** Several short names: Enter or comma adds one, a pasted list adds all, Backspace in the empty box takes one back. */
export function ChipsInput({
  label,
  hint,
  values,
  onValuesChange,
  taken = [],
  placeholder,
}: ChipsInputProps) {
  const [text, setText] = useState('');

  function add(source: string): void {
    onValuesChange(addNames(values, source, taken));
    setText('');
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.key === 'Enter' && text.trim()) {
      event.preventDefault();
      add(text);
    } else if (event.key === 'Backspace' && text === '' && values.length > 0) {
      onValuesChange(values.slice(0, -1));
    }
  }

  return (
    <Field label={label} hint={hint}>
      {values.length > 0 && (
        <ul aria-label={label} className="flex flex-wrap gap-1.5">
          {values.map((value) => (
            <li key={value} className="flex max-w-full items-center rounded-sm bg-hover pl-2">
              <span className="truncate">{value}</span>
              <button
                type="button"
                aria-label={`Remove ${value}`}
                onClick={() => onValuesChange(values.filter((other) => other !== value))}
                className="flex size-7 shrink-0 items-center justify-center rounded-sm text-ink-faint hover:text-ink"
              >
                <X className="size-3.5" aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      <BaseInput
        value={text}
        placeholder={placeholder}
        autoComplete="off"
        onKeyDown={onKeyDown}
        onBlur={() => {
          if (text.trim()) add(text);
        }}
        onValueChange={(next) => {
          if (/[,;\n\t]/.test(next)) add(next);
          else setText(next);
        }}
        className={classNames(CONTROL, 'py-1')}
      />
    </Field>
  );
}
