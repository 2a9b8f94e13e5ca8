'use client';

import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../api/client';
import { JobProgress } from '../jobs/job-progress';
import { OnlyFor } from '../projects/only-for';
import { useProject } from '../projects/use-project';
import { stagePath } from '../shell/stages';
import { ButtonLink } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { ErrorNote } from '../ui/error-note';
import { Page, PageHeader } from '../ui/page-header';
import { Section } from '../ui/section';
import { SkeletonRows } from '../ui/skeleton';
import { ExtractorForm } from './extractor-form';
import { FeatureSetTable } from './feature-set-table';

const DESCRIPTION =
  'One row of numbers an example, which the surrogate reads. Each extractor and setting makes a set of its own.';

export function FeaturesPage({ projectId }: { readonly projectId: string }) {
  const { data: project, error } = useProject(projectId);
  return (
    <Page>
      <PageHeader title="Features" description={DESCRIPTION} />
      {error && !project ? <ErrorNote error={error} /> : null}
      {project && project.exampleCount === 0 ? (
        <EmptyState
          title="No example to read yet"
          action={
            <ButtonLink variant="primary" href={stagePath(projectId, 'pool')}>
              Fill the pool
            </ButtonLink>
          }
        >
          Features are computed from the examples of the pool.
        </EmptyState>
      ) : (
        <FeatureWork projectId={projectId} />
      )}
    </Page>
  );
}

function FeatureWork({ projectId }: { readonly projectId: string }) {
  const trpc = useTRPC();
  const extractors = useQuery(trpc.features.extractors.queryOptions({ projectId }));
  const featureSets = useQuery(trpc.features.list.queryOptions({ projectId }));
  const error = extractors.error ?? featureSets.error;
  if (error && !(extractors.data && featureSets.data)) return <ErrorNote error={error} />;
  if (!extractors.data || !featureSets.data) return <SkeletonRows rows={4} className="h-24" />;

  const running = featureSets.data.filter(({ state }) => state === 'queued' || state === 'running');
  return (
    <>
      {running.map(
        ({ id, jobId, title }) =>
          jobId && (
            <div key={id} className="rounded-lg border border-line bg-surface p-4 shadow-raised">
              <JobProgress projectId={projectId} jobId={jobId} label={`Extracting ${title}`} />
            </div>
          ),
      )}
      {featureSets.data.length > 0 && (
        <Section title="Feature sets" description="Train a surrogate on any of them.">
          <FeatureSetTable featureSets={featureSets.data} />
        </Section>
      )}
      <OnlyFor
        projectId={projectId}
        access="lead"
        otherwise={
          featureSets.data.length === 0 && (
            <EmptyState title="No feature set yet">Owners and leads extract them.</EmptyState>
          )
        }
      >
        <Section
          title={featureSets.data.length > 0 ? 'Extract another set' : 'Extract features'}
          description="The same extractor with the same settings gives the same set; nothing is computed twice."
          className="max-w-3xl"
        >
          <ExtractorForm projectId={projectId} extractors={extractors.data} />
        </Section>
      </OnlyFor>
    </>
  );
}
