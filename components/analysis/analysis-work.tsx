'use client';

import type { AnalysisView } from '@/lib/contracts/analysis';
import { JobProgress } from '../jobs/job-progress';
import { ErrorNote } from '../ui/error-note';
import { Section } from '../ui/section';

interface AnalysisWorkProps {
  readonly projectId: string;
  readonly analysis: AnalysisView;
}

/** An analysis without a result yet: its progress, or why there will be none. */
export function AnalysisWork({ projectId, analysis }: AnalysisWorkProps) {
  return (
    <Section title={analysis.name}>
      {analysis.error ? (
        <ErrorNote error={analysis.error} />
      ) : analysis.state === 'cancelled' ? (
        <p className="text-ink-soft">The analysis was cancelled, so that there is no result of it.</p>
      ) : (
        analysis.jobId && (
          <JobProgress projectId={projectId} jobId={analysis.jobId} label="Training and measuring" />
        )
      )}
    </Section>
  );
}
