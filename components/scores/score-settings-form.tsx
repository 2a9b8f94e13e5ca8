'use client';

import { useState, type FormEvent } from 'react';
import type { ScoreInfo } from '@/lib/contracts/model';
import { formatScoreName } from '@/lib/scores/score-name';
import { Button } from '../ui/button';
import { ParameterFields } from '../ui/parameter-fields';
import { Select } from '../ui/select';

interface ScoreSettingsFormProps {
  readonly registry: readonly ScoreInfo[];
  readonly computing: boolean;
  /** @param name of the score with its settings */
  readonly onCompute: (name: string) => void;
}

/** Computes one score with other settings than its own: another norm, softer logits, ranks. */
export function ScoreSettingsForm({ registry, computing, onCompute }: ScoreSettingsFormProps) {
  const [chosen, setChosen] = useState('gradient-norm');
  const [values, setValues] = useState<Readonly<Record<string, number | string>>>({});
  const score = registry.find(({ name }) => name === chosen) ?? registry[0];
  if (!score) return null;
  const name = formatScoreName(score.name, score.parameters, values);

  function submit(event: FormEvent): void {
    event.preventDefault();
    onCompute(name);
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <div className="grid items-start gap-3 sm:grid-cols-2 xl:grid-cols-4">
        <Select
          label="Score"
          value={score.name}
          onValueChange={(next) => {
            setChosen(next);
            setValues({});
          }}
          options={registry.map((info) => ({ value: info.name, label: info.title }))}
        />
        <ParameterFields
          parameters={score.parameters}
          values={values}
          onValueChange={(field, value) => setValues((before) => ({ ...before, [field]: value }))}
        />
      </div>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <code className="font-mono text-sm break-all text-ink-soft">{name}</code>
        <Button type="submit" pending={computing}>
          Compute with these settings
        </Button>
      </div>
    </form>
  );
}
