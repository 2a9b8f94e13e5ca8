'use client';

import { useEffect, useState } from 'react';
import type { AnswerReason, BatchView } from '@/lib/contracts/labeling';
import type { ProjectView } from '@/lib/contracts/project';
import { Button } from '../ui/button';
import { ErrorNote } from '../ui/error-note';
import { Skeleton } from '../ui/skeleton';
import { AnswerPanel } from './answer-panel';
import { BatchDone } from './batch-done';
import { ExampleStage } from './example-stage';
import type { Verdict } from './labeling-session';
import { NothingForYou } from './nothing-for-you';
import { useAnswerKeys } from './use-answer-keys';
import { useAnswerSeconds } from './use-answer-seconds';
import { useDraft } from './use-draft';
import { useLabelingSession } from './use-labeling-session';
import { useZoom } from './use-zoom';

export interface ModeProps {
  readonly project: ProjectView;
  readonly batch: BatchView;
  readonly onBatch: (batch: BatchView) => void;
  readonly userId: string;
}

/** One example after the other. */
export function SingleMode({ project, batch, onBatch, userId }: ModeProps) {
  const { session, state, loadSkipped } = useLabelingSession(project.id, userId, batch);
  const [announcement, setAnnouncement] = useState('');
  const item = state.queue[0];
  const row = item?.example.row;
  const seconds = useAnswerSeconds(row);
  const [draft, setDraft] = useDraft(row);
  const zoom = useZoom(row);
  useEffect(() => onBatch(state.batch), [onBatch, state.batch]);

  function answer(verdict: Pick<Verdict, 'kind' | 'label' | 'reason'>, words: string): void {
    if (!item || state.sending || state.undoing) return;
    const comment = draft.comment.trim() || null;
    session.answer({ ...verdict, unsure: verdict.kind === 'label' && draft.unsure, comment }, seconds());
    setAnnouncement(words);
    setDraft({ asking: null, commenting: false });
  }

  function label(chosen: number): void {
    const words = `${project.classes[chosen]}${draft.unsure ? ', unsure' : ''}.`;
    answer({ kind: 'label', label: chosen, reason: null }, words);
  }

  function decline(kind: 'skip' | 'bad', reason: AnswerReason | null): void {
    answer({ kind, label: null, reason }, kind === 'skip' ? 'Skipped.' : 'Bad data.');
  }

  function undo(): void {
    setAnnouncement('Taken back.');
    void session.undo();
  }

  useAnswerKeys(project.classes.length, (key) => {
    const { act } = key;
    if (act === 'undo') undo();
    else if (act === 'zoom-in') zoom.zoomIn();
    else if (act === 'zoom-out') zoom.zoomOut();
    else if (act === 'zoom-reset') zoom.reset();
    else if (act === 'pan') zoom.pan(key.right, key.down);
    else if (!item || draft.asking || state.sending) return false;
    else if (act === 'label') label(key.label);
    else if (act === 'skip' || act === 'bad') setDraft({ asking: act });
    else if (act === 'unsure') setDraft({ unsure: !draft.unsure });
    else if (act === 'comment') setDraft({ commenting: !draft.commenting });
    else return false;
    return true;
  });

  const isIdle = !item && !state.sending && !state.loading;
  const finished = isIdle && state.batch.open === 0;
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-2.5">
      <p aria-live="polite" className="sr-only">
        {announcement} {item && `${state.batch.open} left. ${item.example.key}`}
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
      {finished ? (
        <BatchDone project={project} batch={state.batch} onUndo={undo} onLoadSkipped={loadSkipped} />
      ) : isIdle && !state.loadFailure ? (
        <NothingForYou
          projectId={project.id}
          batch={state.batch}
          onLookAgain={() => session.refresh()}
          onUndo={undo}
        />
      ) : (
        <div className="flex min-h-0 flex-1 flex-col gap-3 lg:grid lg:grid-cols-[minmax(0,1fr)_18rem] lg:gap-5">
          {item ? (
            <ExampleStage item={item} next={state.queue.slice(1, 7)} zoom={zoom} />
          ) : (
            <Skeleton className="aspect-square w-full lg:aspect-auto lg:h-full" />
          )}
          <AnswerPanel
            classes={project.classes}
            state={state}
            draft={draft}
            guess={item?.guess ?? null}
            onDraft={setDraft}
            onLabel={label}
            onReason={decline}
            onUndo={undo}
            onRetry={() => session.retry()}
          />
        </div>
      )}
    </div>
  );
}
