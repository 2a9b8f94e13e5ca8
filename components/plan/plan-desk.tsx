'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { StudyView } from '@/lib/contracts/study';
import { useTRPC } from '../api/client';
import { useProject } from '../projects/use-project';
import { ErrorNote } from '../ui/error-note';
import { formatPercent } from '../ui/format';
import { NumberField } from '../ui/number-field';
import { Section } from '../ui/section';
import { Select } from '../ui/select';
import { Skeleton } from '../ui/skeleton';
import { useUrlState } from '../ui/use-url-state';
import { planSentence } from './plan-sentence';
import { PlanTable } from './plan-table';
import { firstTarget } from './first-target';

interface PlanDeskProps {
  readonly projectId: string;
  /** finished ones, newest first, at least one */
  readonly studies: readonly StudyView[];
}

/** The target error, and what it takes by each scheme of a study. Both stand in the URL. */
export function PlanDesk({ projectId, studies }: PlanDeskProps) {
  const trpc = useTRPC();
  const url = useUrlState();
  const project = useProject(projectId);
  const studyId = studies.find(({ id }) => id === url.get('study'))?.id ?? studies[0]?.id ?? '';
  const report = useQuery(trpc.studies.report.queryOptions({ projectId, studyId }, { staleTime: Infinity }));
  const percent = url.getNumber('target');
  const targetError = percent === null ? (report.data ? firstTarget(report.data) : null) : percent / 100;
  const estimate = useQuery(
    trpc.plans.estimate.queryOptions(
      { projectId, studyId, targetError: targetError ?? 0 },
      {
        enabled: targetError !== null && targetError > 0 && targetError < 1,
        placeholderData: keepPreviousData,
      },
    ),
  );
  const error = project.error ?? report.error ?? estimate.error;
  return (
    <>
      <Section title="Target">
        <div className="grid gap-5 sm:max-w-3xl sm:grid-cols-2">
          <NumberField
            label="Test error to reach"
            unit="%"
            min={0.1}
            max={99}
            step={0.5}
            value={targetError === null ? null : Number((targetError * 100).toFixed(2))}
            onValueChange={(target) => url.set({ target })}
            hint={
              report.data?.fullPool
                ? `The full pool leaves ${formatPercent(report.data.fullPool.error.mean)} wrong in this study.`
                : undefined
            }
          />
          <Select
            label="Study"
            value={studyId}
            onValueChange={(study) => url.set({ study, target: null })}
            options={studies.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </div>
      </Section>
      {error ? <ErrorNote error={error} /> : null}
      {estimate.data && project.data ? (
        <Section title="What it takes" description={planSentence(estimate.data, targetError ?? 0)}>
          <PlanTable rows={estimate.data} currency={project.data.currency} />
          <p className="mt-3 max-w-[80ch] text-sm text-ink-faint">
            The smallest measured point of each scheme whose 95&nbsp;% interval lies below the target, the
            surrogate’s labels included. Nothing is guessed between or beyond the measured points.
            {project.data.costPerLabel === null &&
              ' Money is shown once the project’s settings say what a label costs.'}
          </p>
        </Section>
      ) : (
        !error && <Skeleton className="h-72" />
      )}
    </>
  );
}
