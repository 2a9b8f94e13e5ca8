'use client';

import { useState } from 'react';
import type { BatchView } from '@/lib/contracts/labeling';
import type { ProjectView } from '@/lib/contracts/project';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { ErrorNote } from '../ui/error-note';
import { Skeleton } from '../ui/skeleton';
import { AnswerPanel } from './answer-panel';
import { BatchDone } from './batch-done';
import { ExampleStage } from './example-stage';
import { LabelingHeader } from './labeling-header';
import { useAnswerKeys } from './use-answer-keys';
import { useAnswerSeconds } from './use-answer-seconds';
import { useLabelingSession } from './use-labeling-session';

interface LabelScreenProps {
  readonly project: ProjectView;
  readonly batch: BatchView;
  readonly userId: string;
}

/** One example large, its classes as buttons with keys. The keyboard alone suffices. */
export function LabelScreen({ project, batch, userId }: LabelScreenProps) {
  const { session, state, loadSkipped } = useLabelingSession(project.id, userId, batch);
  const [announcement, setAnnouncement] = useState('');
  const item = state.queue[0];
  const seconds = useAnswerSeconds(item?.example.row);

  function answer(label: number | null): void {
    if (!item || state.sending || state.undoing) return;
    const kind = label === null ? ('skip' as const) : ('label' as const);
    session.answer({ kind, label, unsure: false, reason: null, comment: null }, seconds());
    setAnnouncement(label === null ? 'Skipped.' : `${project.classes[label]}.`);
  }

  function undo(): void {
    setAnnouncement('Taken back.');
    void session.undo();
  }

  useAnswerKeys(project.classes.length, true, (key) => {
    if (key.act === 'undo') undo();
    else answer(key.act === 'label' ? key.label : null);
  });

  const finished = !item && !state.sending && state.batch.open === 0;
  return (
    <div className="flex min-h-[calc(100dvh-3rem)] flex-col gap-2.5 px-4 py-3 sm:px-6 lg:h-[calc(100dvh-3rem)] lg:py-4">
      <LabelingHeader project={project} batch={state.batch} />
      <p aria-live="polite" className="sr-only">
        {announcement} {item && `${state.batch.open} left.`}
      </p>
      {state.loadFailure && !item ? (
        <ErrorNote
          error={state.loadFailure}
          action={
            <Button size="small" onClick={() => void session.load()}>
              Load again
            </Button>
          }
        />
      ) : null}
      {finished && (
        <BatchDone projectId={project.id} batch={state.batch} onUndo={undo} onLoadSkipped={loadSkipped} />
      )}
      {!finished && project.classes.length === 0 && (
        <EmptyState title="The project has no classes yet">
          Add them in the settings of the project (list of projects, “Settings”).
        </EmptyState>
      )}
      {!finished && project.classes.length > 0 && (
        <div className="flex min-h-0 flex-1 flex-col gap-3 lg:grid lg:grid-cols-[minmax(0,1fr)_18rem] lg:gap-5">
          {item ? (
            <ExampleStage item={item} next={state.queue.slice(1, 6)} />
          ) : (
            <Skeleton className="aspect-square w-full lg:aspect-auto lg:h-full" />
          )}
          <AnswerPanel
            classes={project.classes}
            state={state}
            onAnswer={answer}
            onUndo={undo}
            onRetry={() => session.retry()}
          />
        </div>
      )}
    </div>
  );
}
