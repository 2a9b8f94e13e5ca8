import { useEffect, useEffectEvent } from 'react';
import type { LabelingSession } from './labeling-session';

const RENEWAL_MILLISECONDS = 60_000;

/** Keeps what is on the screen this annotator's while she works, and gives it back when she leaves. */
export function useHeldLeases(session: LabelingSession, leave: () => void): void {
  const leaveNow = useEffectEvent(leave);
  useEffect(() => {
    let active = false;
    const note = () => (active = true);
    const renewal = setInterval(() => {
      if (active && !document.hidden) void session.refresh();
      active = false;
    }, RENEWAL_MILLISECONDS);
    // Another page of hers may have answered what is shown here.
    const lookAgain = () => {
      if (!document.hidden) void session.refresh();
    };
    const leaving = () => leaveNow();
    for (const event of ACTIVITY) window.addEventListener(event, note, { passive: true });
    document.addEventListener('visibilitychange', lookAgain);
    window.addEventListener('pagehide', leaving);
    return () => {
      clearInterval(renewal);
      for (const event of ACTIVITY) window.removeEventListener(event, note);
      document.removeEventListener('visibilitychange', lookAgain);
      window.removeEventListener('pagehide', leaving);
    };
  }, [session]);
  useEffect(() => () => leaveNow(), []);
}

const ACTIVITY = ['pointermove', 'keydown', 'wheel', 'touchmove', 'scroll'] as const;
