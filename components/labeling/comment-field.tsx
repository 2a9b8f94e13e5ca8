'use client';

import type { KeyboardEvent } from 'react';
import { CONTROL } from '../ui/field';

interface CommentFieldProps {
  readonly value: string;
  readonly onValueChange: (value: string) => void;
  readonly onDone: () => void;
}

const LONGEST_COMMENT = 2_000;

/** A word about the example on the screen; it is stored with the answer. */
export function CommentField({ value, onValueChange, onDone }: CommentFieldProps) {
  function onKeyDown(event: KeyboardEvent): void {
    const done = event.key === 'Escape' || (event.key === 'Enter' && !event.shiftKey);
    if (!done || event.nativeEvent.isComposing) return;
    event.preventDefault();
    onDone();
  }
  return (
    <label className="flex flex-col gap-1 text-sm text-ink-soft">
      Comment, stored with the answer. Enter ends it.
      <textarea
        autoFocus
        rows={2}
        maxLength={LONGEST_COMMENT}
        value={value}
        onChange={(event) => onValueChange(event.target.value)}
        onKeyDown={onKeyDown}
        className={`${CONTROL} py-2`}
      />
    </label>
  );
}
