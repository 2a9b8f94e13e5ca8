'use client';

import { Plus, X } from 'lucide-react';
import type { ModelInfo } from '@/lib/contracts/model';
import { DEFAULT_MODEL } from '../surrogate/model-draft';
import { ModelFields } from '../surrogate/model-fields';
import { Button } from '../ui/button';
import { Input } from '../ui/input';
import { NumberField } from '../ui/number-field';
import type { SurrogateDraft } from './study-draft';

interface SurrogateFieldsProps {
  readonly surrogates: readonly SurrogateDraft[];
  readonly poolLabels: number;
  readonly models: readonly ModelInfo[];
  /** whether the features are pixels */
  readonly hasImages: boolean;
  readonly onChange: (surrogates: readonly SurrogateDraft[]) => void;
}

/** The surrogates to compare, e.g. a weak and a strong one. */
export function SurrogateFields(props: SurrogateFieldsProps) {
  const { surrogates, poolLabels, models, hasImages, onChange } = props;
  const replace = (index: number, values: Partial<SurrogateDraft>) =>
    onChange(
      surrogates.map((surrogate, place) => (place === index ? { ...surrogate, ...values } : surrogate)),
    );
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1.5 text-sm font-medium">
        Surrogates <span className="font-normal text-ink-faint">and the labels that each is trained on</span>
      </legend>
      {surrogates.map((surrogate, index) => (
        <div key={index} className="flex flex-col gap-3">
          <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] gap-3">
            <Input
              label={`Name of surrogate ${index + 1}`}
              hideLabel
              value={surrogate.name}
              maxLength={60}
              onValueChange={(name) => replace(index, { name })}
            />
            <NumberField
              label={`Labels of surrogate ${index + 1}`}
              hideLabel
              min={2}
              max={Math.max(2, poolLabels - 1)}
              value={surrogate.labels}
              onValueChange={(labels) => replace(index, { labels })}
            />
            <Button
              variant="quiet"
              aria-label={`Leave out ${surrogate.name}`}
              disabled={surrogates.length === 1}
              onClick={() => onChange(surrogates.filter((_, place) => place !== index))}
              icon={<X aria-hidden />}
              className="px-2"
            />
          </div>
          <ModelFields
            label={`Model of ${surrogate.name || `surrogate ${index + 1}`}`}
            models={models}
            value={surrogate.model}
            onValueChange={(model) => replace(index, { model })}
            hasImages={hasImages}
          />
        </div>
      ))}
      <Button
        size="small"
        variant="quiet"
        className="self-start"
        icon={<Plus aria-hidden />}
        onClick={() => onChange([...surrogates, nextSurrogate(surrogates, poolLabels)])}
      >
        Add a surrogate
      </Button>
    </fieldset>
  );
}

/** Ten times the labels of the last one: the difference between weak and strong should show. */
function nextSurrogate(surrogates: readonly SurrogateDraft[], poolLabels: number): SurrogateDraft {
  const names = new Set(surrogates.map(({ name }) => name));
  const name = names.has('strong') ? `surrogate ${surrogates.length + 1}` : 'strong';
  const labels = (surrogates.at(-1)?.labels ?? 200) * 10;
  return { name, model: DEFAULT_MODEL, labels: Math.max(2, Math.min(labels, Math.floor(poolLabels / 2))) };
}
