'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useTRPC } from '../api/client';
import { useProject } from '../projects/use-project';
import { ErrorNote } from '../ui/error-note';
import { Section } from '../ui/section';
import { SkeletonRows } from '../ui/skeleton';
import { MeasuredTable } from './measured-table';
import { planFilePath, type PlanQuery } from './plan-query';
import { ScenarioTable } from './scenario-table';

interface ScenariosSectionProps {
  readonly projectId: string;
  readonly studyId: string;
  readonly query: PlanQuery;
}

/** Every surrogate × scheme × budget of a study, and what its measured points alone say of the target. */
export function ScenariosSection({ projectId, studyId, query }: ScenariosSectionProps) {
  const trpc = useTRPC();
  const currency = useProject(projectId).data?.currency ?? 'EUR';
  const budgets = query.budgetUnit === 'labels' && query.budget ? [Math.floor(query.budget)] : [];
  const scenarios = useQuery(
    trpc.plans.scenarios.queryOptions(
      {
        ...{ projectId, studyId, budgets },
        ...(query.targetError !== null && { targetError: query.targetError }),
      },
      { placeholderData: keepPreviousData },
    ),
  );
  const path = planFilePath(projectId, 'scenarios.csv', query);
  return (
    <>
      <Section
        title="Scenarios"
        description={
          budgets.length > 0
            ? 'Each scheme under each surrogate with the budget, all labels counted.'
            : 'Each scheme under each surrogate with a twentieth, a tenth, a fifth and two fifths of the pool, all labels counted; a budget in labels, above, takes their place.'
        }
        actions={
          <a
            href={budgets.length > 0 ? `${path}&budgets=${budgets[0]}` : path}
            download
            className="inline-flex min-h-8 items-center gap-1.5 text-sm text-accent hover:underline"
          >
            <Download className="size-4" aria-hidden />
            scenarios.csv
          </a>
        }
      >
        {scenarios.error ? <ErrorNote error={scenarios.error} /> : null}
        {scenarios.data && <ScenarioTable rows={scenarios.data} currency={currency} />}
        {scenarios.isPending && <SkeletonRows rows={6} className="h-10" />}
      </Section>
      {query.targetError !== null && (
        <MeasuredTable projectId={projectId} studyId={studyId} targetError={query.targetError} />
      )}
    </>
  );
}
