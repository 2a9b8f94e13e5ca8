'use client';

import { Ban, Check, SkipForward, Undo2 } from 'lucide-react';
import { KEYED_CLASSES } from '../labeling/answer-keys';
import { ClassButtons } from '../labeling/class-buttons';
import { ClassFilter } from '../labeling/class-filter';
import { Button } from '../ui/button';
import { Input } from '../ui/input';
import { KeyHint } from '../ui/key-hint';
import type { ReviewKey } from './review-keys';

interface ReviewPanelProps {
  readonly classes: readonly string[];
  /** The label that counts now. */
  readonly current: number | null;
  readonly comment: string;
  readonly onComment: (comment: string) => void;
  readonly disabled: boolean;
  readonly onAct: (key: ReviewKey) => void;
}

/** Classes, keep, bad data, skip and undo, each with its key. */
export function ReviewPanel(props: ReviewPanelProps) {
  const { classes, current, comment, onComment, disabled, onAct } = props;
  const keyed = classes.length <= KEYED_CLASSES;
  const choose = (label: number) => onAct({ act: 'label', label });
  return (
    <>
      <Button
        variant="primary"
        className="min-h-11 min-w-0"
        disabled={disabled || current === null}
        aria-keyshortcuts="K"
        icon={<Check aria-hidden />}
        onClick={() => onAct({ act: 'keep' })}
      >
        <span className="min-w-0 truncate">
          {current === null ? 'No label to keep' : `Keep “${classes[current]}”`}
        </span>{' '}
        <KeyHint keys="K" />
      </Button>
      {keyed ? (
        <ClassButtons classes={classes} chosen={current} disabled={disabled} onChoose={choose} />
      ) : (
        <ClassFilter
          classes={classes}
          chosen={current}
          disabled={disabled}
          onChoose={choose}
          onSkip={() => onAct({ act: 'skip' })}
          onUndo={() => onAct({ act: 'undo' })}
        />
      )}
      <Input
        label="Comment"
        hint="Optional; kept with the decision."
        value={comment}
        maxLength={2000}
        onChange={(event) => onComment(event.target.value)}
      />
      <div className="grid grid-cols-3 gap-1.5">
        <Button
          className="min-h-11 px-2"
          disabled={disabled}
          aria-keyshortcuts="B"
          icon={<Ban aria-hidden />}
          onClick={() => onAct({ act: 'bad' })}
        >
          Bad <KeyHint keys="B" />
        </Button>
        <Button
          className="min-h-11 px-2"
          disabled={disabled}
          aria-keyshortcuts="S"
          icon={<SkipForward aria-hidden />}
          onClick={() => onAct({ act: 'skip' })}
        >
          Skip <KeyHint keys="S" />
        </Button>
        <Button
          className="min-h-11 px-2"
          disabled={disabled}
          aria-keyshortcuts="U Control+Z"
          icon={<Undo2 aria-hidden />}
          onClick={() => onAct({ act: 'undo' })}
        >
          Undo <KeyHint keys="U" />
        </Button>
      </div>
    </>
  );
}
