'use client';

import type { ParameterInfo } from '@/lib/contracts/parameters';
import { NumberField } from './number-field';
import { Select } from './select';

interface ParameterFieldsProps {
  readonly parameters: readonly ParameterInfo[];
  readonly values: Readonly<Record<string, unknown>>;
  readonly onValueChange: (name: string, value: number | string) => void;
}

/** The fields that a registry entry asks for, as its own schema describes them. */
export function ParameterFields({ parameters, values, onValueChange }: ParameterFieldsProps) {
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
