'use client';

import { SkipForward, Undo2 } from 'lucide-react';
import { Button } from '../ui/button';
import { ErrorNote } from '../ui/error-note';
import { KeyHint } from '../ui/key-hint';
import { KEYED_CLASSES } from './answer-keys';
import { ClassButtons } from './class-buttons';
import { ClassFilter } from './class-filter';
import type { LabelingState } from './labeling-session';

interface AnswerPanelProps {
  readonly classes: readonly string[];
  readonly state: LabelingState;
  readonly onAnswer: (label: number | null) => void;
  readonly onUndo: () => void;
  readonly onRetry: () => void;
}

/** Classes, skip and undo; and beside them what became of the answer before. */
export function AnswerPanel({ classes, state, onAnswer, onUndo, onRetry }: AnswerPanelProps) {
  const { queue, failure, refused, sending, undoing, undoFailure } = state;
  const disabled = queue.length === 0 || sending !== null || undoing;
  const keyed = classes.length <= KEYED_CLASSES;
  const chosen = sending?.label ?? null;
  return (
    <div className="flex min-h-0 flex-col gap-3 lg:overflow-y-auto">
      {failure && sending ? (
        <ErrorNote
          error={failure}
          action={
            <span className="flex flex-wrap items-center gap-2">
              <Button size="small" variant="primary" onClick={onRetry}>
                Send again
              </Button>
              <span className="text-sm">The answer is not stored yet. It is sent again by itself.</span>
            </span>
          }
        />
      ) : null}
      {undoFailure ? <ErrorNote error={undoFailure} /> : null}
      {keyed ? (
        <ClassButtons classes={classes} chosen={chosen} disabled={disabled} onChoose={onAnswer} />
      ) : (
        <ClassFilter
          classes={classes}
          chosen={chosen}
          disabled={disabled}
          onChoose={onAnswer}
          onSkip={() => onAnswer(null)}
          onUndo={onUndo}
        />
      )}
      <div className="grid grid-cols-2 gap-1.5">
        <Button
          className="min-h-11 touch-manipulation"
          disabled={disabled}
          aria-keyshortcuts={keyed ? 'S' : 'Control+Enter'}
          icon={<SkipForward aria-hidden />}
          onClick={() => onAnswer(null)}
        >
          Skip <KeyHint keys={keyed ? 'S' : 'Ctrl ↵'} />
        </Button>
        <Button
          className="min-h-11 touch-manipulation"
          disabled={undoing}
          aria-keyshortcuts={keyed ? 'U Control+Z' : 'Control+Z'}
          icon={<Undo2 aria-hidden />}
          onClick={onUndo}
        >
          Undo <KeyHint keys={keyed ? 'U' : 'Ctrl Z'} />
        </Button>
      </div>
      {refused && <p className="text-sm text-ink-soft">{refused} Your answer to it was left out.</p>}
    </div>
  );
}
