'use client';

import { useState } from 'react';
import { formatCount, formatMoney, formatPercent } from '../ui/format';
import { NumberField } from '../ui/number-field';
import { Slider } from '../ui/slider';
import { budgetOf, clampBudget, examplesForCost } from './budget';

interface BudgetFieldProps {
  /** examples */
  readonly value: number;
  readonly available: number;
  readonly costPerLabel: number | null;
  readonly currency: string;
  readonly onValueChange: (examples: number) => void;
}

/** The budget in examples, per cent and money: each can be set, the others follow. */
export function BudgetField({ value, available, costPerLabel, currency, onValueChange }: BudgetFieldProps) {
  // While the thumb is dragged its value is ours alone; the selection follows once it is let go.
  const [dragged, setDragged] = useState<number | null>(null);
  const { examples, share, cost } = budgetOf(dragged ?? value, available, costPerLabel);
  const change = (next: number | null) => {
    if (next !== null) onValueChange(clampBudget(next, available));
  };
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="sr-only">Budget</legend>
      <Slider
        label="Budget"
        value={examples}
        min={1}
        max={Math.max(2, available)}
        onValueChange={setDragged}
        onValueCommitted={(next) => {
          setDragged(null);
          change(next);
        }}
        display={
          <>
            {formatCount(examples)} of {formatCount(available)} · {formatPercent(share)}
            {cost !== null && ` · ${formatMoney(cost, currency)}`}
          </>
        }
      />
      <div className="grid grid-cols-2 gap-3">
        <NumberField label="Examples" min={1} max={available} value={examples} onValueChange={change} />
        <NumberField
          label="Share of the pool"
          unit="%"
          min={0}
          max={100}
          value={Number((share * 100).toFixed(2))}
          onValueChange={(percent) => change(percent === null ? null : (percent / 100) * available)}
        />
        {cost !== null && (
          <NumberField
            label="Cost"
            unit={currency}
            className="col-span-2"
            min={0}
            value={Number(cost.toFixed(2))}
            onValueChange={(money) => change(money === null ? null : examplesForCost(money, costPerLabel))}
            hint={`${formatMoney(costPerLabel ?? 0, currency)} a label`}
          />
        )}
      </div>
      {cost === null && (
        <p className="text-sm text-ink-faint">
          Money is shown once the project’s settings say what a label costs.
        </p>
      )}
    </fieldset>
  );
}
