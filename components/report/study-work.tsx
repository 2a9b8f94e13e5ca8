'use client';

import type { StudyView } from '@/lib/contracts/study';
import { JobProgress } from '../jobs/job-progress';
import { ErrorNote } from '../ui/error-note';
import { Section } from '../ui/section';

interface StudyWorkProps {
  readonly projectId: string;
  readonly study: StudyView;
  /** of the section: the study's name, unless the page says it already */
  readonly title?: string;
}

/** A study without a report yet: its progress, or why there will be none. */
export function StudyWork({ projectId, study, title = study.name }: StudyWorkProps) {
  if (study.state === 'done') return null;
  return (
    <Section
      title={title}
      description={
        study.state === 'cancelled' || study.state === 'failed'
          ? undefined
          : 'The curve appears here when all fits are done. You can leave this page; the work goes on.'
      }
    >
      {study.error ? (
        <ErrorNote error={study.error} />
      ) : study.state === 'cancelled' ? (
        <p className="text-ink-soft">The study was cancelled, so that there is no report of it.</p>
      ) : (
        study.jobId && <JobProgress projectId={projectId} jobId={study.jobId} label="Running the study" />
      )}
    </Section>
  );
}
