'use client';

import type { PlanCurveView, PlanSourceView } from '@/lib/contracts/plan';
import type { BudgetUnit } from '@/lib/planning/label-cost';
import { useProject } from '../projects/use-project';
import { NumberField } from '../ui/number-field';
import { Section } from '../ui/section';
import { Select } from '../ui/select';
import { useUrlState } from '../ui/use-url-state';
import type { PlanQuery } from './plan-query';

interface PlanControlsProps {
  readonly projectId: string;
  readonly sources: readonly PlanSourceView[];
  readonly curves: readonly PlanCurveView[];
  readonly query: PlanQuery;
}

/** Where the measured errors come from, the target, and what may be spent. */
export function PlanControls({ projectId, sources, curves, query }: PlanControlsProps) {
  const url = useUrlState();
  const currency = useProject(projectId).data?.currency ?? 'EUR';
  const units: { value: BudgetUnit; label: string }[] = [
    { value: 'labels', label: 'labels' },
    { value: 'hours', label: 'hours' },
    { value: 'money', label: currency },
  ];
  return (
    <Section title="What is wanted">
      <div className="grid gap-5 sm:grid-cols-2 lg:grid-cols-4">
        <Select
          label="Measured by"
          value={query.source}
          onValueChange={(source) => url.set({ source, curve: null, target: null })}
          options={sources.map(({ id, kind, title }) => ({
            value: id,
            label: kind === 'study' ? `Study: ${title}` : title,
          }))}
        />
        <Select
          label="Scheme"
          value={query.curve}
          onValueChange={(curve) => url.set({ curve })}
          options={curves.map(({ key, title }) => ({ value: key, label: title }))}
          disabled={curves.length < 2}
        />
        <NumberField
          label="Test error to reach"
          unit="%"
          min={0.1}
          max={99}
          step={0.5}
          value={query.targetError === null ? null : Number((query.targetError * 100).toFixed(2))}
          onValueChange={(target) => url.set({ target })}
        />
        <div className="grid grid-cols-[1fr_6.5rem] items-end gap-2">
          <NumberField
            label="Budget in all"
            min={1}
            step={100}
            value={query.budget}
            onValueChange={(budget) => url.set({ budget })}
          />
          <Select
            label="Unit of the budget"
            hideLabel
            value={query.budgetUnit}
            onValueChange={(unit) => url.set({ unit })}
            options={units}
          />
        </div>
      </div>
    </Section>
  );
}
