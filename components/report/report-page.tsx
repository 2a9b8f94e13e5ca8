'use client';

import { useQuery } from '@tanstack/react-query';
import type { StudyView } from '@/lib/contracts/study';
import { useTRPC } from '../api/client';
import { OnlyFor } from '../projects/only-for';
import { ButtonLink } from '../ui/button';
import { ErrorNote } from '../ui/error-note';
import { Page, PageHeader } from '../ui/page-header';
import { Section } from '../ui/section';
import { Skeleton } from '../ui/skeleton';
import { NoStudy } from './no-study';
import { StudyReportSections } from './study-report-sections';
import { StudyTable } from './study-table';
import { StudyWork } from './study-work';

export function ReportPage({ projectId }: { readonly projectId: string }) {
  const trpc = useTRPC();
  const studies = useQuery(trpc.studies.list.queryOptions({ projectId }));
  return (
    <Page>
      <PageHeader
        title="Report"
        description="Misclassification against the fraction of the pool kept: each scheme beside random selection and the full pool."
        action={
          studies.data?.length ? (
            <OnlyFor projectId={projectId} access="lead">
              <ButtonLink variant="primary" href={`/projects/${projectId}/report/new`}>
                New study
              </ButtonLink>
            </OnlyFor>
          ) : undefined
        }
      />
      {studies.error ? <ErrorNote error={studies.error} /> : null}
      {studies.data ? (
        <Studies projectId={projectId} studies={studies.data} />
      ) : (
        !studies.error && <Skeleton className="h-160" />
      )}
    </Page>
  );
}

interface StudiesProps {
  readonly projectId: string;
  readonly studies: readonly StudyView[];
}

/** What is under way, the newest result in full, then all studies. */
function Studies({ projectId, studies }: StudiesProps) {
  if (studies.length === 0) return <NoStudy projectId={projectId} />;
  const newestFirst = [...studies].sort((left, right) => Number(right.createdAt) - Number(left.createdAt));
  const underWay = newestFirst.filter(({ state }) => state === 'queued' || state === 'running');
  const newest = newestFirst.find(({ state }) => state === 'done');
  return (
    <>
      {underWay.map((study) => (
        <StudyWork key={study.id} projectId={projectId} study={study} />
      ))}
      {newest && <StudyReportSections key={newest.id} projectId={projectId} study={newest} />}
      <Section title="All studies">
        <StudyTable projectId={projectId} studies={newestFirst} />
      </Section>
    </>
  );
}
