'use client';

import { useEffect, useId, useRef, type KeyboardEvent } from 'react';
import type { AnswerReason } from '@/lib/contracts/labeling';
import { Button } from '../ui/button';
import { KeyHint } from '../ui/key-hint';
import { reasonsOf } from './reasons';

interface ReasonChooserProps {
  readonly kind: 'skip' | 'bad';
  readonly onChoose: (reason: AnswerReason | null) => void;
  readonly onCancel: () => void;
}

const WORDS = {
  skip: { title: 'Skip: why?', key: 's', without: 'Skip without a reason' },
  bad: { title: 'Bad data: why? It leaves the pool.', key: 'b', without: 'Bad without a reason' },
};

/** Asks why before an example is skipped or leaves the pool, so that neither happens by one slip of a finger. */
export function ReasonChooser({ kind, onChoose, onCancel }: ReasonChooserProps) {
  const titleId = useId();
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    first.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const reasons = reasonsOf(kind);
  const { title, key, without } = WORDS[kind];

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey) return;
    const chosen = reasons[Number(event.key) - 1];
    if (event.key === 'Escape') onCancel();
    else if (event.key.toLowerCase() === key || event.code === `Key${key.toUpperCase()}`) onChoose(null);
    else if (chosen) onChoose(chosen.reason);
    else return;
    event.preventDefault();
  }

  return (
    <div role="group" aria-labelledby={titleId} onKeyDown={onKeyDown} className="flex flex-col gap-1.5">
      <p id={titleId} className="font-medium">
        {title}
      </p>
      {reasons.map(({ reason, words }, index) => (
        <Button
          key={reason}
          ref={index === 0 ? first : undefined}
          className="min-h-11 touch-manipulation justify-start"
          aria-keyshortcuts={String(index + 1)}
          onClick={() => onChoose(reason)}
        >
          <KeyHint keys={String(index + 1)} /> {words}
        </Button>
      ))}
      <Button
        className="min-h-11 touch-manipulation justify-start"
        aria-keyshortcuts={key.toUpperCase()}
        onClick={() => onChoose(null)}
      >
        <KeyHint keys={key.toUpperCase()} /> {without}
      </Button>
      <Button variant="quiet" className="min-h-11" aria-keyshortcuts="Escape" onClick={onCancel}>
        Cancel <KeyHint keys="Esc" />
      </Button>
    </div>
  );
}
