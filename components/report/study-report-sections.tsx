'use client';

import { useQuery } from '@tanstack/react-query';
import type { StudyView } from '@/lib/contracts/study';
import type { StudyReport } from '@/lib/contracts/study-report';
import { AS_GOOD_MARGIN, comparisonsWithRandom } from '@/lib/studies/comparisons';
import { studyVerdict } from '@/lib/studies/verdict';
import { useTRPC } from '../api/client';
import { ErrorNote } from '../ui/error-note';
import { FileDownloads } from '../ui/file-downloads';
import { formatCount } from '../ui/format';
import { Section } from '../ui/section';
import { Skeleton } from '../ui/skeleton';
import { CurveSection } from './curve-section';
import { ExponentSection } from './exponent-section';
import { ReportTable } from './report-table';
import { StudySetup } from './study-setup';
import { SurrogatesSection } from './surrogates-section';
import { VerdictSection } from './verdict-section';

const REPORT_FILES = ['report.json', 'curves.csv', 'curves.svg', 'curves.png', 'report.html'];

interface StudyReportSectionsProps {
  readonly projectId: string;
  readonly study: StudyView;
  /** of the first section: the study's name, unless the page says it already */
  readonly title?: string;
}

/** A finished study: what it says in words, as a chart and as a table; how it was made; its files. */
export function StudyReportSections({ projectId, study, title = study.name }: StudyReportSectionsProps) {
  const trpc = useTRPC();
  const query = useQuery(
    trpc.studies.report.queryOptions({ projectId, studyId: study.id }, { staleTime: Infinity }),
  );
  if (query.error) return <ErrorNote error={query.error} />;
  if (query.isPending) return <Skeleton className="h-160" />;
  if (!query.data) {
    return (
      <ErrorNote
        error={{ message: 'The report of this study is missing.', remedy: 'Run the study again.' }}
      />
    );
  }
  return <LoadedReport projectId={projectId} studyId={study.id} title={title} report={query.data} />;
}

interface LoadedReportProps {
  readonly projectId: string;
  readonly studyId: string;
  readonly title: string;
  readonly report: StudyReport;
}

function describePoints(report: StudyReport): string {
  const count = comparisonsWithRandom(report).length;
  return `Differences are paired by repeat: each scheme against random selection from the same pool, with their 95 % interval over repeats and test examples. ▼ lower and ▲ higher are said only where a difference stands out among all ${formatCount(count)}; “as good” only where its interval stays within ${AS_GOOD_MARGIN * 100} points.`;
}

function LoadedReport({ projectId, studyId, title, report }: LoadedReportProps) {
  return (
    <>
      <VerdictSection title={title} verdict={studyVerdict(report)} warnings={report.warnings} />
      <CurveSection report={report} />
      <ExponentSection report={report} />
      <SurrogatesSection report={report} />
      <Section
        title="Measured points"
        description={describePoints(report)}
        actions={
          <FileDownloads folder={`/api/projects/${projectId}/studies/${studyId}`} files={REPORT_FILES} />
        }
      >
        <ReportTable report={report} />
      </Section>
      <StudySetup report={report} />
    </>
  );
}
