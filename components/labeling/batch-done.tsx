'use client';

import { useMutation } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import { roleAllows } from '@/lib/contracts/access';
import type { BatchView } from '@/lib/contracts/labeling';
import type { ProjectView } from '@/lib/contracts/project';
import { stagePath } from '../shell/stages';
import { Button, ButtonLink } from '../ui/button';
import { ErrorNote } from '../ui/error-note';
import { formatCount, formatDuration } from '../ui/format';
import { Section } from '../ui/section';
import { Stat, StatList } from '../ui/stat';
import { OwnNumbers } from './own-numbers';

interface BatchDoneProps {
  readonly project: ProjectView;
  readonly batch: BatchView;
  readonly onUndo: () => void;
  readonly onLoadSkipped: () => Promise<void>;
}

/** All is answered: what came of it, and the next step. */
export function BatchDone({ project, batch, onUndo, onLoadSkipped }: BatchDoneProps) {
  const skipped = useMutation({ mutationFn: onLoadSkipped });
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col gap-5 py-6" role="status">
      <Section title="Every example is answered" description="All answers are stored.">
        <div className="flex flex-col gap-6">
          <StatList>
            <Stat
              label="Labeled"
              value={formatCount(batch.labeled)}
              unit={batch.labeled === 1 ? 'label' : 'labels'}
            />
            <Stat label="Skipped" value={formatCount(batch.skipped)} />
            {batch.bad > 0 && <Stat label="Bad data" value={formatCount(batch.bad)} />}
            {batch.medianSeconds !== null && (
              <Stat label="Median time" value={formatDuration(batch.medianSeconds)} unit="a label" />
            )}
          </StatList>
          <div className="flex flex-wrap gap-2">
            <NextStep project={project} batch={batch} />
            {batch.skipped > 0 && (
              <Button pending={skipped.isPending} onClick={() => skipped.mutate()}>
                Look at the skipped again
              </Button>
            )}
            <Button variant="quiet" icon={<Undo2 aria-hidden />} onClick={onUndo}>
              Undo the last answer
            </Button>
          </div>
          {skipped.error ? <ErrorNote error={skipped.error} /> : null}
        </div>
      </Section>
      <OwnNumbers projectId={project.id} />
    </div>
  );
}

/** An annotator goes on to other batches; whoever leads goes on with the loop. */
function NextStep({
  project: { id, role },
  batch,
}: {
  readonly project: ProjectView;
  readonly batch: BatchView;
}) {
  if (!roleAllows(role, 'lead')) {
    return (
      <ButtonLink variant="primary" href={stagePath(id, 'labeling')}>
        All batches
      </ButtonLink>
    );
  }
  return (
    <ButtonLink variant="primary" href={stagePath(id, batch.kind === 'seed' ? 'surrogate' : 'rounds')}>
      {batch.kind === 'seed' ? 'Train the surrogate' : 'Retrain and measure'}
    </ButtonLink>
  );
}
