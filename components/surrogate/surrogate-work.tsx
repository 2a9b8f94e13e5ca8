'use client';

import type { SurrogateView } from '@/lib/contracts/model';
import { JobProgress } from '../jobs/job-progress';
import { ErrorNote } from '../ui/error-note';
import { Section } from '../ui/section';

interface SurrogateWorkProps {
  readonly projectId: string;
  readonly surrogate: SurrogateView;
}

/** A surrogate that is not there yet: its progress, or why it failed. Nothing once it is trained. */
export function SurrogateWork({ projectId, surrogate }: SurrogateWorkProps) {
  if (surrogate.state === 'done') return null;
  return (
    <Section title={surrogate.name}>
      {surrogate.error ? (
        <ErrorNote error={surrogate.error} />
      ) : surrogate.state === 'cancelled' ? (
        <p className="text-ink-soft">The training was cancelled. Nothing of it was kept.</p>
      ) : (
        surrogate.jobId && (
          <JobProgress projectId={projectId} jobId={surrogate.jobId} label="Training the surrogate" />
        )
      )}
    </Section>
  );
}
