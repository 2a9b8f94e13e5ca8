'use client';

import { useState } from 'react';

const KEY = 'winnow.guidelines';

/** Whether the guidelines stand beside the examples; remembered by the browser. */
export function useGuidelinesOpen(): [boolean, () => void] {
  const [open, setOpen] = useState(() => {
    try {
      return window.localStorage.getItem(KEY) !== 'closed';
    } catch {
      return true;
    }
  });
  function toggle(): void {
    setOpen(!open);
    try {
      window.localStorage.setItem(KEY, open ? 'closed' : 'open');
    } catch {
      // Storage is switched off: remembered until the page closes.
    }
  }
  return [open, toggle];
}
