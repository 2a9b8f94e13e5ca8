'use client';

import type { SchemeInfo } from '@/lib/contracts/selection';
import { Checkbox } from '../ui/checkbox';
import { NumberField } from '../ui/number-field';
import { Select } from '../ui/select';
import { STUDY_STRATEGIES, type StudyDraft } from './study-draft';

interface StrategyFieldsProps {
  readonly draft: StudyDraft;
  readonly schemes: readonly SchemeInfo[];
  readonly onChange: (values: Partial<StudyDraft>) => void;
}

/** The schemes to compare; random always runs, because the others are measured against it. */
export function StrategyFields({ draft, schemes, onChange }: StrategyFieldsProps) {
  const chosen = new Set(draft.strategies);
  const toggle = (name: string, checked: boolean) =>
    onChange({
      strategies: STUDY_STRATEGIES.filter((strategy) => (strategy === name ? checked : chosen.has(strategy))),
    });
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1.5 text-sm font-medium">Schemes</legend>
      <div className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
        {STUDY_STRATEGIES.map((name) => {
          const scheme = schemes.find((candidate) => candidate.name === name);
          return (
            <Checkbox
              key={name}
              label={scheme?.title ?? name}
              hint={name === 'random' ? 'Always: the others are measured against it.' : scheme?.description}
              checked={name === 'random' || chosen.has(name)}
              disabled={name === 'random'}
              onCheckedChange={(checked) => toggle(name, checked)}
            />
          );
        })}
      </div>
      {chosen.has('power') && (
        <div className="mt-3 grid gap-5 sm:grid-cols-2">
          <NumberField
            label="Exponent of power"
            min={-10}
            max={10}
            step={0.25}
            value={draft.exponent}
            onValueChange={(exponent) => onChange({ exponent: exponent ?? 0.5 })}
            hint="Above 0 prefers hard examples, below 0 easy ones; 0 is random."
          />
          <Select
            label="Weights of power"
            value={draft.weighting}
            onValueChange={(weighting) => onChange({ weighting })}
            options={[
              { value: 'none', label: 'None', detail: 'every label counts the same' },
              {
                value: 'inverse-probability',
                label: 'Inverse probability',
                detail: 'undoes the bias of the selection in training',
              },
            ]}
          />
        </div>
      )}
    </fieldset>
  );
}
