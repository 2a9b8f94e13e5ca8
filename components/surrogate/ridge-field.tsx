'use client';

import { NumberField } from '../ui/number-field';
import { Select } from '../ui/select';

interface RidgeFieldProps {
  readonly value: 'cv' | number;
  readonly onValueChange: (value: 'cv' | number) => void;
  readonly label?: string;
}

const GIVEN_RIDGE = 0.001;

/** The strength of the ridge: searched by cross-validation, or given. */
export function RidgeField({ value, onValueChange, label = 'Ridge' }: RidgeFieldProps) {
  const given = value !== 'cv';
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <Select
        label={label}
        value={given ? 'given' : 'cv'}
        onValueChange={(choice) => onValueChange(choice === 'cv' ? 'cv' : GIVEN_RIDGE)}
        options={[
          {
            value: 'cv',
            label: 'By cross-validation',
            detail: 'the ridge with the lowest log-loss on held-out labels',
          },
          { value: 'given', label: 'Given', detail: 'one number' },
        ]}
      />
      {given && (
        <NumberField
          label={`${label}: value`}
          value={value}
          min={1e-8}
          step={0.001}
          onValueChange={(next) => onValueChange(next ?? GIVEN_RIDGE)}
        />
      )}
    </div>
  );
}
