'use client';

import { useQuery } from '@tanstack/react-query';
import { analysisFileNames } from '@/lib/analysis/analysis-file-names';
import { analysisSummary } from '@/lib/analysis/summary';
import type { AnalysisReport, AnalysisView } from '@/lib/contracts/analysis';
import { useTRPC } from '../api/client';
import { ButtonLink } from '../ui/button';
import { ErrorNote } from '../ui/error-note';
import { FileDownloads } from '../ui/file-downloads';
import { formatCount, formatNumber } from '../ui/format';
import { Section } from '../ui/section';
import { Skeleton } from '../ui/skeleton';
import { Stat, StatList } from '../ui/stat';
import { DataSetsFigure } from './data-sets-figure';
import { HeatMapFigures, LabelEntropyFigure, MinibatchFigure, OverlapFigure } from './analysis-figures';

interface AnalysisReportSectionsProps {
  readonly projectId: string;
  readonly analysis: AnalysisView;
}

/** A finished analysis: what it says, its charts, its files. */
export function AnalysisReportSections({ projectId, analysis }: AnalysisReportSectionsProps) {
  const trpc = useTRPC();
  const query = useQuery(
    trpc.analyses.report.queryOptions({ projectId, analysisId: analysis.id }, { staleTime: Infinity }),
  );
  if (query.error) return <ErrorNote error={query.error} />;
  if (query.isPending) return <Skeleton className="h-160" />;
  if (!query.data) {
    return (
      <ErrorNote
        error={{ message: 'The report of this analysis is missing.', remedy: 'Run the analysis again.' }}
      />
    );
  }
  return <Loaded projectId={projectId} analysis={analysis} report={query.data} />;
}

function Loaded({
  projectId,
  analysis,
  report,
}: AnalysisReportSectionsProps & { readonly report: AnalysisReport }) {
  const { data, redundancySample } = report;
  return (
    <>
      <Section
        title={analysis.name}
        description={`${formatCount(data.examples)} labeled examples, ${formatCount(data.classes)} classes, ${formatCount(data.dimension)} features.`}
        actions={
          <ButtonLink size="small" href={`/projects/${projectId}/scores`}>
            Galleries along a score
          </ButtonLink>
        }
      >
        <div className="flex flex-col gap-5">
          <StatList>
            <Stat
              label="Simplicity"
              value={formatNumber(report.simplicity)}
              hint="0: all examples have as large a gradient; 1: one has it all"
            />
            <Stat
              label="Redundancy"
              value={formatNumber(report.redundancy)}
              hint={`${formatCount(redundancySample.examples)} examples count as ${formatCount(Math.round(redundancySample.different))}`}
            />
            {report.models.map(({ name, title, loss, epochs }) => (
              <Stat
                key={name}
                label={`${title}, loss`}
                value={formatNumber(loss)}
                hint={`after ${formatCount(epochs)} epochs`}
              />
            ))}
          </StatList>
          <ul className="flex max-w-[80ch] list-disc flex-col gap-1.5 pl-5">
            {analysisSummary(report).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
          <FileDownloads
            folder={`/api/projects/${projectId}/analyses/${analysis.id}`}
            files={analysisFileNames(report.config)}
          />
        </div>
      </Section>
      <DataSetsFigure projectId={projectId} report={report} />
      <HeatMapFigures report={report} />
      <MinibatchFigure report={report} />
      <LabelEntropyFigure report={report} />
      <OverlapFigure report={report} />
    </>
  );
}
