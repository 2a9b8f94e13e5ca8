'use client';

import type { ModelInfo } from '@/lib/contracts/model';
import { ParameterFields } from '../ui/parameter-fields';
import { Select } from '../ui/select';
import type { ModelDraft } from './model-draft';

interface ModelFieldsProps {
  readonly label: string;
  readonly models: readonly ModelInfo[];
  readonly value: ModelDraft;
  readonly onValueChange: (draft: ModelDraft) => void;
  /** whether the features are pixels; models that read images are left out where they are not */
  readonly hasImages: boolean;
}

/** Which model is trained, and its parameters as the registry describes them. */
export function ModelFields({ label, models, value, onValueChange, hasImages }: ModelFieldsProps) {
  const offered = models.filter(({ needsImages }) => hasImages || !needsImages);
  const chosen = offered.find(({ name }) => name === value.name) ?? offered[0];
  if (!chosen) return null;
  return (
    <fieldset className="flex flex-col gap-3">
      <Select
        label={label}
        value={chosen.name}
        onValueChange={(name) => onValueChange({ name, values: {} })}
        options={offered.map(({ name, title, description }) => ({
          value: name,
          label: title,
          detail: description,
        }))}
      />
      {chosen.parameters.length > 0 && (
        <div className="grid items-start gap-3 sm:grid-cols-2">
          <ParameterFields
            parameters={chosen.parameters}
            values={value.values}
            onValueChange={(name, next) =>
              onValueChange({ name: chosen.name, values: { ...value.values, [name]: next } })
            }
          />
        </div>
      )}
    </fieldset>
  );
}
