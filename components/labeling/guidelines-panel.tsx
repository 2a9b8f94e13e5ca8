'use client';

import { useSyncExternalStore } from 'react';
import { X } from 'lucide-react';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Guidelines } from './guidelines';

interface GuidelinesPanelProps {
  readonly text: string;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Beside the examples where there is room; else over them, once it is asked for. */
export function GuidelinesPanel({ text, open, onClose }: GuidelinesPanelProps) {
  return (
    open && (
      <aside
        aria-label="Guidelines"
        className="flex min-h-0 flex-col gap-2 rounded-lg border border-line bg-surface p-4"
      >
        <div className="flex items-center justify-between">
          <h2 className="text-lg font-semibold">Guidelines</h2>
          <Button
            variant="quiet"
            size="small"
            aria-label="Close the guidelines"
            className="size-8 px-0"
            icon={<X aria-hidden />}
            onClick={onClose}
          />
        </div>
        <div
          tabIndex={0}
          role="region"
          aria-label="Text of the guidelines"
          data-keeps-arrows
          className="min-h-0 overflow-y-auto"
        >
          <Guidelines text={text} />
        </div>
      </aside>
    )
  );
}

/** The same on a narrow screen. */
export function GuidelinesDialog({ text, open, onClose }: GuidelinesPanelProps) {
  return (
    <Dialog open={open} onClose={onClose} title="Guidelines" place="right">
      <Guidelines text={text} />
    </Dialog>
  );
}

const WIDE = '(min-width: 64rem)';

export function useWideScreen(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = window.matchMedia(WIDE);
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    () => window.matchMedia(WIDE).matches,
    () => true,
  );
}
