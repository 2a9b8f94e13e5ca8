'use client';

import { useState, type FormEvent } from 'react';
import type { ProjectView } from '@/lib/contracts/project';
import { useMay } from '../projects/use-may';
import { useUpdateProject } from '../projects/use-update-project';
import { Button } from '../ui/button';
import { ErrorNote } from '../ui/error-note';
import { NumberField } from '../ui/number-field';

const FIELDS = [
  { name: 'costPerLabel', label: 'An answer' },
  { name: 'costPerHour', label: 'An hour of annotation' },
  { name: 'costPerReview', label: 'A review' },
] as const;

/** What an answer, an hour and a review cost: settings of the project. */
export function CostForm({ project }: { readonly project: ProjectView }) {
  const mayChange = useMay(project.id, 'lead');
  const [prices, setPrices] = useState({
    costPerLabel: project.costPerLabel,
    costPerHour: project.costPerHour,
    costPerReview: project.costPerReview,
  });
  const update = useUpdateProject();
  const isChanged = FIELDS.some(({ name }) => prices[name] !== project[name]);

  function submit(event: FormEvent): void {
    event.preventDefault();
    update.mutate({ projectId: project.id, ...prices });
  }

  return (
    <form noValidate onSubmit={submit} className="mb-6 flex flex-col gap-3">
      <div className="grid gap-5 sm:max-w-4xl sm:grid-cols-3">
        {FIELDS.map(({ name, label }) => (
          <NumberField
            key={name}
            label={label}
            unit={project.currency}
            min={0}
            step={name === 'costPerHour' ? 1 : 0.01}
            value={prices[name]}
            onValueChange={(value) => setPrices({ ...prices, [name]: value })}
            disabled={!mayChange}
          />
        ))}
      </div>
      {update.error ? <ErrorNote error={update.error} /> : null}
      {mayChange && (
        <div>
          <Button type="submit" disabled={!isChanged} pending={update.isPending}>
            Save prices
          </Button>
        </div>
      )}
    </form>
  );
}
