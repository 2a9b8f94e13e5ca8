'use client';

import type { ReactNode } from 'react';
import { Ban, CircleHelp, MessageSquare, SkipForward, Undo2 } from 'lucide-react';
import { Button } from '../ui/button';
import { KeyHint } from '../ui/key-hint';
import { letterKey } from './answer-keys';
import type { Draft } from './use-draft';

interface AnswerActionsProps {
  readonly classCount: number;
  readonly draft: Draft;
  readonly onDraft: (change: Partial<Draft>) => void;
  readonly onUndo: () => void;
  readonly disabled: boolean;
  readonly undoing: boolean;
}

/** All that can be said of an example beside its class. */
export function AnswerActions({ classCount, draft, onDraft, onUndo, disabled, undoing }: AnswerActionsProps) {
  const shared = { classCount, disabled };
  return (
    <div className="grid grid-cols-2 gap-1.5">
      <ActionButton
        {...shared}
        letter="n"
        icon={<CircleHelp aria-hidden />}
        pressed={draft.unsure}
        onPress={() => onDraft({ unsure: !draft.unsure })}
      >
        {draft.unsure ? 'Unsure: yes' : 'Unsure'}
      </ActionButton>
      <ActionButton
        {...shared}
        letter="c"
        icon={<MessageSquare aria-hidden />}
        onPress={() => onDraft({ commenting: !draft.commenting })}
      >
        Comment
      </ActionButton>
      <ActionButton
        {...shared}
        letter="s"
        icon={<SkipForward aria-hidden />}
        onPress={() => onDraft({ asking: 'skip' })}
      >
        Skip
      </ActionButton>
      <ActionButton
        {...shared}
        letter="b"
        icon={<Ban aria-hidden />}
        onPress={() => onDraft({ asking: 'bad' })}
      >
        Bad data
      </ActionButton>
      <ActionButton {...shared} disabled={undoing} letter="u" icon={<Undo2 aria-hidden />} onPress={onUndo}>
        Undo
      </ActionButton>
    </div>
  );
}

interface ActionButtonProps {
  readonly letter: string;
  readonly classCount: number;
  readonly disabled: boolean;
  readonly icon: ReactNode;
  readonly pressed?: boolean;
  readonly onPress: () => void;
  readonly children: ReactNode;
}

function ActionButton({ letter, classCount, disabled, icon, pressed, onPress, children }: ActionButtonProps) {
  const { shown, spoken } = letterKey(letter, classCount);
  return (
    <Button
      className="min-h-11 touch-manipulation px-2"
      variant={pressed ? 'primary' : 'secondary'}
      disabled={disabled}
      aria-pressed={pressed}
      aria-keyshortcuts={spoken}
      icon={icon}
      onClick={onPress}
    >
      {children} <KeyHint keys={shown} />
    </Button>
  );
}
