import { useEffect } from 'react';
import { leaveByBeacon } from './labeling-port';
import type { LabelingSession } from './labeling-session';

const RENEWAL_MILLISECONDS = 60_000;
const ACTIVITY = ['pointermove', 'keydown', 'wheel', 'touchmove', 'scroll'] as const;

/** Keeps what is on the screen this annotator's while she works. */
export function useHeldLeases(session: LabelingSession): void {
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
    for (const event of ACTIVITY) window.addEventListener(event, note, { passive: true });
    document.addEventListener('visibilitychange', lookAgain);
    return () => {
      clearInterval(renewal);
      for (const event of ACTIVITY) window.removeEventListener(event, note);
      document.removeEventListener('visibilitychange', lookAgain);
    };
  }, [session]);
}

/** Gives back what an annotator holds when she leaves the screen. */
export function useLeaving(projectId: string, batchId: string): void {
  useEffect(() => {
    const leave = () => leaveByBeacon({ projectId, batchId });
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [projectId, batchId]);
}
