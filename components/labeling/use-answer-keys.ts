'use client';

import { useEffect, useEffectEvent } from 'react';
import { answerKey, type AnswerKey } from './answer-keys';

/** Typing belongs to the box or dialog that has the focus. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest('input, textarea, select, [role="dialog"], [role="menu"]') !== null)
  );
}

/** Answers by keyboard from anywhere on the page. */
export function useAnswerKeys(classCount: number, enabled: boolean, onKey: (key: AnswerKey) => void): void {
  const handle = useEffectEvent((event: KeyboardEvent) => {
    if (event.repeat || event.defaultPrevented || isTyping(event.target)) return;
    const key = answerKey(event, classCount);
    if (!key) return;
    event.preventDefault();
    onKey(key);
  });
  useEffect(() => {
    if (!enabled) return;
    const listen = (event: KeyboardEvent) => handle(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [enabled]);
}
