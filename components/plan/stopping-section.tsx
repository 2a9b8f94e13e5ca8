'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ArrowRight, CircleHelp, OctagonX, Shuffle } from 'lucide-react';
import type { StoppingAdvice } from '@/lib/planning/stopping/criterion';
import { useTRPC } from '../api/client';
import { useProject } from '../projects/use-project';
import { Badge } from '../ui/badge';
import { ErrorNote } from '../ui/error-note';
import { NumberField } from '../ui/number-field';
import { Section } from '../ui/section';
import { SkeletonRows } from '../ui/skeleton';
import { useUrlState } from '../ui/use-url-state';
import type { PlanQuery } from './plan-query';

interface StoppingSectionProps {
  readonly projectId: string;
  readonly query: PlanQuery;
}

/** Whether to stop: each criterion with its number, its threshold and its reason. */
export function StoppingSection({ projectId, query }: StoppingSectionProps) {
  const trpc = useTRPC();
  const url = useUrlState();
  const currency = useProject(projectId).data?.currency ?? 'EUR';
  const value = url.getNumber('value');
  const stopping = useQuery(
    trpc.plans.stopping.queryOptions(
      {
        ...{ projectId, budgetUnit: query.budgetUnit },
        ...(query.targetError !== null && { targetError: query.targetError }),
        ...(query.budget !== null && query.budget > 0 && { budget: query.budget }),
        ...(value !== null && value > 0 && { valuePerPoint: value }),
      },
      { placeholderData: keepPreviousData },
    ),
  );
  return (
    <Section
      title="When to stop"
      description="Six criteria side by side. Each sees something else; none of them is the answer alone."
    >
      <NumberField
        className="mb-5 sm:max-w-72"
        label="Worth of one point less error"
        unit={currency}
        min={1}
        step={100}
        value={value}
        onValueChange={(worth) => url.set({ value: worth })}
        hint="Holds the gain of the next batch against its price."
      />
      {stopping.error ? <ErrorNote error={stopping.error} /> : null}
      {stopping.data && (
        <ul className="divide-y divide-line border-y border-line">
          {stopping.data.advice.map((advice) => (
            <Criterion key={advice.name} advice={advice} />
          ))}
        </ul>
      )}
      {stopping.isPending && <SkeletonRows rows={6} className="h-16" />}
    </Section>
  );
}

const VERDICTS = {
  stop: { text: 'Stop', tone: 'warning', icon: <OctagonX aria-hidden /> },
  change: { text: 'Choose otherwise', tone: 'warning', icon: <Shuffle aria-hidden /> },
  'go-on': { text: 'Go on', tone: 'positive', icon: <ArrowRight aria-hidden /> },
  unknown: { text: 'Not known yet', tone: 'neutral', icon: <CircleHelp aria-hidden /> },
} as const;

function Criterion({ advice }: { readonly advice: StoppingAdvice }) {
  const { text, tone, icon } = VERDICTS[advice.verdict];
  return (
    <li className="grid gap-x-5 gap-y-1 py-3 sm:grid-cols-[10rem_1fr]">
      <div>
        <Badge tone={tone} icon={icon}>
          {text}
        </Badge>
      </div>
      <div className="min-w-0">
        <h3 className="font-medium">{advice.title}</h3>
        <p className="max-w-[74ch]">{advice.reason}</p>
        <p className="max-w-[90ch] text-sm break-words text-ink-soft">
          {advice.measured && <>Measured: {advice.measured}. </>}Threshold: {advice.threshold}.
        </p>
      </div>
    </li>
  );
}
