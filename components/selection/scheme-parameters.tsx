'use client';

import type { SchemeParameterInfo } from '@/lib/contracts/selection';
import { NumberField } from '../ui/number-field';
import { Select } from '../ui/select';

interface SchemeParametersProps {
  readonly parameters: readonly SchemeParameterInfo[];
  readonly values: Readonly<Record<string, unknown>>;
  readonly onValueChange: (name: string, value: number | string) => void;
}

/** The fields that a scheme asks for, as its registry entry describes them. */
export function SchemeParameters({ parameters, values, onValueChange }: SchemeParametersProps) {
  return parameters.map((parameter) => {
    const value = values[parameter.name];
    return parameter.kind === 'number' ? (
      <NumberField
        key={parameter.name}
        label={parameter.title}
        min={parameter.minimum}
        max={parameter.maximum}
        step={parameter.step}
        value={typeof value === 'number' ? value : parameter.default}
        onValueChange={(next) => onValueChange(parameter.name, next ?? parameter.default)}
      />
    ) : (
      <Select
        key={parameter.name}
        label={parameter.title}
        value={typeof value === 'string' ? value : parameter.default}
        onValueChange={(next) => onValueChange(parameter.name, next)}
        options={parameter.options.map((option) => ({ value: option.value, label: option.title }))}
      />
    );
  });
}
