'use client';

import type { ExtractorParameterInfo } from '@/lib/contracts/model';
import { Input } from './input';
import { NumberField } from './number-field';
import { Select } from './select';

interface ParameterFieldsProps {
  readonly parameters: readonly ExtractorParameterInfo[];
  readonly values: Readonly<Record<string, unknown>>;
  readonly onValueChange: (name: string, value: number | string) => void;
}

/** The fields that a registry entry asks for, as its own schema describes them. */
export function ParameterFields({ parameters, values, onValueChange }: ParameterFieldsProps) {
  return parameters.map((parameter) => {
    const value = values[parameter.name];
    if (parameter.kind === 'text') {
      return (
        <Input
          key={parameter.name}
          label={parameter.title}
          hint={parameter.hint}
          value={typeof value === 'string' ? value : parameter.default}
          onValueChange={(next) => onValueChange(parameter.name, next)}
          spellCheck={false}
          autoComplete="off"
        />
      );
    }
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
