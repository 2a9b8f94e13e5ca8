'use client';

import type { RoundView } from '@/lib/contracts/round';
import { JobProgress } from '../jobs/job-progress';
import { ErrorNote } from '../ui/error-note';
import { formatCount } from '../ui/format';
import { Progress } from '../ui/progress';
import { Section } from '../ui/section';

interface RoundProgressProps {
  readonly projectId: string;
  readonly round: RoundView;
}

/** How far the current round is: its labels while it is labeled, its job while it is retrained, its error. */
export function RoundProgress({ projectId, round }: RoundProgressProps) {
  const { batch, step, jobId, error } = round;
  if (step === 'retraining' && jobId) {
    return (
      <Section title={`Round ${round.number}`}>
        <JobProgress projectId={projectId} jobId={jobId} label="Retraining and measuring" />
      </Section>
    );
  }
  if (step === 'failed') {
    return <ErrorNote error={error ?? { message: 'The retraining failed.', remedy: 'Try it again.' }} />;
  }
  if (step !== 'labeling' && step !== 'paused') return null;
  return (
    <Section title={`Labels of round ${round.number}`}>
      <Progress label="Labels of the batch" value={batch.size - batch.open} max={batch.size} />
      <p className="mt-1.5 flex flex-wrap gap-x-4 text-sm text-ink-soft">
        <span>
          {formatCount(batch.labeled)} of {formatCount(batch.size)} labeled
        </span>
        {batch.skipped > 0 && <span>{formatCount(batch.skipped)} skipped</span>}
        <span>{formatCount(batch.open)} open</span>
      </p>
    </Section>
  );
}
