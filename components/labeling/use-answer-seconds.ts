'use client';

import { useEffect, useState } from 'react';
import { createStopwatch } from './stopwatch';

/** Seconds since the example came up, without the time in which the page was hidden. */
export function useAnswerSeconds(row: number | undefined): () => number {
  const [stopwatch] = useState(() => createStopwatch(() => performance.now()));
  useEffect(() => {
    stopwatch.restart();
  }, [stopwatch, row]);
  useEffect(() => {
    const follow = () => {
      if (document.hidden) stopwatch.pause();
      else stopwatch.resume();
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => document.removeEventListener('visibilitychange', follow);
  }, [stopwatch]);
  return stopwatch.seconds;
}
