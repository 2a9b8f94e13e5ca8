'use client';

import { useEffect, useEffectEvent } from 'react';
import { answerKey, type AnswerKey } from './answer-keys';

/** What has the focus takes the keys for itself: dialogs and menus all, boxes to type in all but those with Alt. */
function isTaken({ target, altKey }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('[role="dialog"], [role="menu"], [role="listbox"][tabindex]')) return true;
  return !altKey && (target.isContentEditable || target.closest('input, textarea, select') !== null);
}

/** Something that scrolls, or a control that arrows move, keeps its arrows. */
function keepsArrows(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('[data-keeps-arrows]') !== null;
}

/** Answers by keyboard from anywhere on the page; `onKey` says whether the key was meant for it. */
export function useAnswerKeys(classCount: number, onKey: (key: AnswerKey) => boolean): void {
  const handle = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || isTaken(event)) return;
    const key = answerKey(event, classCount);
    if (!key || (key.act === 'pan' && keepsArrows(event.target))) return;
    if (event.repeat && key.act !== 'pan' && key.act !== 'zoom-in' && key.act !== 'zoom-out') return;
    if (onKey(key)) event.preventDefault();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => handle(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
