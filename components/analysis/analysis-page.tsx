'use client';

import { useQuery } from '@tanstack/react-query';
import type { AnalysisView } from '@/lib/contracts/analysis';
import { useTRPC } from '../api/client';
import { OnlyFor } from '../projects/only-for';
import { ButtonLink } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { ErrorNote } from '../ui/error-note';
import { Page, PageHeader } from '../ui/page-header';
import { Section } from '../ui/section';
import { Skeleton } from '../ui/skeleton';
import { useUrlState } from '../ui/use-url-state';
import { AnalysisForm } from './analysis-form';
import { AnalysisReportSections } from './analysis-report-sections';
import { AnalysisTable } from './analysis-table';
import { AnalysisWork } from './analysis-work';

export function AnalysisPage({ projectId }: { readonly projectId: string }) {
  const trpc = useTRPC();
  const analyses = useQuery(trpc.analyses.list.queryOptions({ projectId }));
  const featureSets = useQuery(trpc.features.list.queryOptions({ projectId }));
  const error = analyses.error ?? featureSets.error;
  const ready = featureSets.data?.filter(({ state }) => state === 'done');
  return (
    <Page>
      <PageHeader
        title="Analysis"
        description="How the gradients of labeled examples behave while models are trained: how simple the data are, how redundant, and where the hard examples lie."
      />
      {error ? <ErrorNote error={error} /> : null}
      {!error && (!analyses.data || !ready) && <Skeleton className="h-160" />}
      {analyses.data && ready && (
        <>
          <Analyses projectId={projectId} analyses={analyses.data} />
          {ready.length > 0 ? (
            <OnlyFor projectId={projectId} access="lead">
              <Section
                title={analyses.data.length > 0 ? 'New analysis' : 'Analyse the labeled pool'}
                description="Trains a linear model and a perceptron on all labels of the pool, and keeps each example’s gradient. A minute for sixty thousand small images."
              >
                <AnalysisForm projectId={projectId} featureSets={ready} />
              </Section>
            </OnlyFor>
          ) : (
            <EmptyState
              title="An analysis reads features"
              action={
                <OnlyFor projectId={projectId} access="lead">
                  <ButtonLink variant="primary" href={`/projects/${projectId}/features`}>
                    Extract features
                  </ButtonLink>
                </OnlyFor>
              }
            >
              There are none yet.
            </EmptyState>
          )}
        </>
      )}
    </Page>
  );
}

/** What is under way, the chosen or newest result in full, then all analyses. */
function Analyses({
  projectId,
  analyses,
}: {
  readonly projectId: string;
  readonly analyses: readonly AnalysisView[];
}) {
  const url = useUrlState();
  const open = analyses.filter(({ state }) => state !== 'done');
  const done = analyses.filter(({ state }) => state === 'done');
  const shown = done.find(({ id }) => id === url.get('analysisId')) ?? done.at(0);
  const newest = analyses.at(0);
  return (
    <>
      {open
        .filter(
          (analysis) => analysis === newest || analysis.state === 'running' || analysis.state === 'queued',
        )
        .map((analysis) => (
          <AnalysisWork key={analysis.id} projectId={projectId} analysis={analysis} />
        ))}
      {shown && <AnalysisReportSections key={shown.id} projectId={projectId} analysis={shown} />}
      {analyses.length > 1 && (
        <Section title="All analyses">
          <AnalysisTable
            analyses={analyses}
            shown={shown?.id ?? null}
            onShow={(analysisId) => url.set({ analysisId })}
          />
        </Section>
      )}
    </>
  );
}
