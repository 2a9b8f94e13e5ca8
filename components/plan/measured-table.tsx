'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTRPC } from '../api/client';
import { useProject } from '../projects/use-project';
import { ErrorNote } from '../ui/error-note';
import { Section } from '../ui/section';
import { SkeletonRows } from '../ui/skeleton';
import { planSentence } from './plan-sentence';
import { PlanTable } from './plan-table';

interface MeasuredTableProps {
  readonly projectId: string;
  readonly studyId: string;
  readonly targetError: number;
}

/** The target read off the study's measured points, nothing fitted. */
export function MeasuredTable({ projectId, studyId, targetError }: MeasuredTableProps) {
  const trpc = useTRPC();
  const currency = useProject(projectId).data?.currency ?? 'EUR';
  const estimate = useQuery(
    trpc.plans.estimate.queryOptions(
      { projectId, studyId, targetError },
      { placeholderData: keepPreviousData },
    ),
  );
  return (
    <Section
      title="Read off the measured points"
      description={estimate.data && planSentence(estimate.data, targetError)}
    >
      {estimate.error ? <ErrorNote error={estimate.error} /> : null}
      {estimate.data && <PlanTable rows={estimate.data} currency={currency} />}
      {estimate.isPending && <SkeletonRows rows={4} className="h-10" />}
      <p className="mt-3 max-w-[80ch] text-sm text-ink-faint">
        The smallest measured point of each scheme whose 95&nbsp;% interval lies below the target, the
        surrogate’s labels included. Nothing is guessed between or beyond the measured points.
      </p>
    </Section>
  );
}
