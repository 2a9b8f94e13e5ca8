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

/** The fields that a registry entry asks for, as its own schema describes them; details are folded away. */
export function ParameterFields({ parameters, values, onValueChange }: ParameterFieldsProps) {
  const isDetail = (parameter: ExtractorParameterInfo) => 'detail' in parameter && parameter.detail;
  const details = parameters.filter(isDetail);
  const first = parameters.filter((parameter) => !isDetail(parameter));
  return (
    <>
      <FieldList parameters={first} values={values} onValueChange={onValueChange} />
      {details.length > 0 && (
        <details>
          <summary className="cursor-pointer text-sm font-medium text-ink-soft hover:text-ink">
            More settings
          </summary>
          <div className="mt-4 flex flex-col gap-5">
            <FieldList parameters={details} values={values} onValueChange={onValueChange} />
          </div>
        </details>
      )}
    </>
  );
}

function FieldList({ parameters, values, onValueChange }: ParameterFieldsProps) {
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
