'use client';

import type { AnswerReason, Guess } from '@/lib/contracts/labeling';
import { Button } from '../ui/button';
import { ErrorNote } from '../ui/error-note';
import { formatPercent } from '../ui/format';
import { AnswerActions } from './answer-actions';
import { KEYED_CLASSES } from './answer-keys';
import { ClassButtons } from './class-buttons';
import { ClassFilter } from './class-filter';
import { CommentField } from './comment-field';
import type { LabelingState } from './labeling-session';
import { ReasonChooser } from './reason-chooser';
import type { Draft } from './use-draft';

interface AnswerPanelProps {
  readonly classes: readonly string[];
  readonly state: LabelingState;
  readonly draft: Draft;
  readonly guess: Guess | null;
  readonly onDraft: (change: Partial<Draft>) => void;
  readonly onLabel: (label: number) => void;
  readonly onReason: (kind: 'skip' | 'bad', reason: AnswerReason | null) => void;
  readonly onUndo: () => void;
  readonly onRetry: () => void;
}

/** Classes and all else that can be said of an example; and what became of the answer before. */
export function AnswerPanel(props: AnswerPanelProps) {
  const { classes, state, draft, guess, onDraft, onLabel, onReason, onUndo, onRetry } = props;
  const { queue, failure, refused, sending, undoing, undoFailure } = state;
  const disabled = queue.length === 0 || sending !== null || undoing;
  const keyed = classes.length <= KEYED_CLASSES;
  const chosen = sending?.label ?? null;

  return (
    <div className="flex min-h-0 flex-col gap-3 lg:overflow-y-auto lg:p-0.5">
      {failure && sending ? (
        <ErrorNote
          error={failure}
          action={
            <span className="flex flex-wrap items-center gap-2">
              <Button size="small" variant="primary" onClick={onRetry}>
                Send again
              </Button>
              <span className="text-sm">The answer is not stored yet; Winnow keeps trying.</span>
            </span>
          }
        />
      ) : null}
      {undoFailure ? <ErrorNote error={undoFailure} /> : null}
      {refused && (
        <p role="status" className="rounded-md border border-line bg-sunken px-3 py-2 text-sm">
          {refused} Your answer to it was left out.
        </p>
      )}
      {guess && (
        <p className="text-sm text-ink-soft">
          The model says <strong className="text-ink">{classes[guess.label]}</strong>,{' '}
          {formatPercent(guess.confidence)}.
        </p>
      )}
      {draft.asking ? (
        <ReasonChooser
          kind={draft.asking}
          onChoose={(reason) => draft.asking && onReason(draft.asking, reason)}
          onCancel={() => onDraft({ asking: null })}
        />
      ) : (
        <>
          {keyed ? (
            <ClassButtons classes={classes} chosen={chosen} disabled={disabled} onChoose={onLabel} />
          ) : (
            <ClassFilter
              classes={classes}
              chosen={chosen}
              disabled={disabled}
              onChoose={onLabel}
              onSkip={() => onDraft({ asking: 'skip' })}
              onUndo={onUndo}
            />
          )}
          <AnswerActions
            classCount={classes.length}
            draft={draft}
            onDraft={onDraft}
            onUndo={onUndo}
            disabled={disabled}
            undoing={undoing}
          />
          {draft.commenting ? (
            <CommentField
              value={draft.comment}
              onValueChange={(text) => onDraft({ comment: text })}
              onDone={() => onDraft({ commenting: false })}
            />
          ) : (
            draft.comment && <p className="text-sm break-words text-ink-soft">Comment: {draft.comment}</p>
          )}
        </>
      )}
    </div>
  );
}
