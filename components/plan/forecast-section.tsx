'use client';

import { FileText } from 'lucide-react';
import type { PlanView } from '@/lib/contracts/plan';
import { ForecastChart } from '../charts/forecast-chart';
import { Section } from '../ui/section';
import { planFilePath, type PlanQuery } from './plan-query';
import { WarningNote } from './warning-note';

interface ForecastSectionProps {
  readonly projectId: string;
  readonly plan: PlanView;
  readonly query: PlanQuery;
}

/** The answer in sentences, its chart, and what is uncertain about it. */
export function ForecastSection({ projectId, plan, query }: ForecastSectionProps) {
  const [first, ...others] = plan.sentences;
  return (
    <Section
      title="What it takes"
      actions={
        <a
          href={planFilePath(projectId, 'plan.pdf', query)}
          download
          className="inline-flex min-h-8 items-center gap-1.5 text-sm text-accent hover:underline"
        >
          <FileText className="size-4" aria-hidden />
          One page to sign (PDF)
        </a>
      }
    >
      <div className="mb-5 flex max-w-[78ch] flex-col gap-1.5" aria-live="polite">
        <p className="text-lg font-medium text-pretty">{first ?? 'Name a target error or a budget.'}</p>
        {others.map((sentence) => (
          <p key={sentence} className="text-pretty text-ink-soft">
            {sentence}
          </p>
        ))}
        {!plan.random && (
          <p className="text-ink-soft">
            There is no curve of random selection to compare with: it takes three measured rounds with a
            control arm, or a study.
          </p>
        )}
      </div>
      {plan.chosen.warnings.length > 0 && (
        <WarningNote title="How far to trust it" texts={plan.chosen.warnings.map(({ text }) => text)} />
      )}
      <ForecastChart plan={plan} />
    </Section>
  );
}
