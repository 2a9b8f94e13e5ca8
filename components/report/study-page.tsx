'use client';

import Link from 'next/link';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../api/client';
import { ErrorNote } from '../ui/error-note';
import { formatMoment } from '../ui/format';
import { Page, PageHeader } from '../ui/page-header';
import { Skeleton } from '../ui/skeleton';
import { StudyReportSections } from './study-report-sections';
import { StudyWork } from './study-work';

interface StudyPageProps {
  readonly projectId: string;
  readonly studyId: string;
}

export function StudyPage({ projectId, studyId }: StudyPageProps) {
  const trpc = useTRPC();
  const query = useQuery(trpc.studies.get.queryOptions({ projectId, studyId }));
  const study = query.data;
  return (
    <Page>
      <PageHeader
        title={study?.name ?? 'Study'}
        description={
          <>
            <Link href={`/projects/${projectId}/report`} className="text-accent underline underline-offset-2">
              All studies
            </Link>
            {study && ` · started ${formatMoment(study.createdAt)}`}
          </>
        }
      />
      {query.error ? <ErrorNote error={query.error} /> : null}
      {!study && !query.error && <Skeleton className="h-160" />}
      {study && <StudyWork projectId={projectId} study={study} title="Under way" />}
      {study?.state === 'done' && (
        <StudyReportSections projectId={projectId} study={study} title="What it says" />
      )}
    </Page>
  );
}
