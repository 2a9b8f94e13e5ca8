'use client';

import { useEffect, useEffectEvent } from 'react';
import { reviewKey, type ReviewKey } from './review-keys';

/** Typing and choosing belong to the box, dialog or menu that has the focus. */
function isTaken(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [role="dialog"], [role="menu"], [role="listbox"]') !== null
  );
}

/** Decides by keyboard from anywhere on the page. */
export function useReviewKeys(classCount: number, enabled: boolean, onKey: (key: ReviewKey) => void): void {
  const handle = useEffectEvent((event: KeyboardEvent) => {
    if (event.repeat || event.defaultPrevented || isTaken(event.target)) return;
    const key = reviewKey(event, classCount);
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
