'use client';

import { useEffect, useEffectEvent } from 'react';
import { Undo2 } from 'lucide-react';
import type { BatchView } from '@/lib/contracts/labeling';
import { stagePath } from '../shell/stages';
import { Button, ButtonLink } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { formatQuantity } from '../ui/format';

interface NothingForYouProps {
  readonly projectId: string;
  readonly batch: BatchView;
  readonly onLookAgain: () => Promise<void>;
  readonly onUndo: () => void;
}

const LOOK_AGAIN_MILLISECONDS = 10_000;

/** The batch is not finished, yet nothing of it is this annotator's: it is asked again every few seconds. */
export function NothingForYou({ projectId, batch, onLookAgain, onUndo }: NothingForYouProps) {
  const lookAgain = useEffectEvent(() => {
    if (!document.hidden) void onLookAgain();
  });
  useEffect(() => {
    const timer = setInterval(() => lookAgain(), LOOK_AGAIN_MILLISECONDS);
    return () => clearInterval(timer);
  }, []);
  const { title, text } = wordsFor(batch);
  return (
    <div role="status">
      <EmptyState
        title={title}
        action={
          <span className="flex flex-wrap justify-center gap-2">
            <ButtonLink variant="primary" href={stagePath(projectId, 'labeling')}>
              All batches
            </ButtonLink>
            <Button icon={<Undo2 aria-hidden />} onClick={onUndo}>
              Undo the last answer
            </Button>
          </span>
        }
      >
        {text}
      </EmptyState>
    </div>
  );
}

function wordsFor({ abandonedAt, pausedAt, open }: BatchView): { title: string; text: string } {
  if (abandonedAt) {
    return {
      title: 'This batch was abandoned',
      text: 'Nothing of it is labeled any more. All answers are kept.',
    };
  }
  if (pausedAt) {
    return {
      title: 'This batch is paused',
      text: 'It goes on here by itself as soon as it goes on. All answers are stored.',
    };
  }
  return {
    title: 'Nothing is left for you here',
    text: `${formatQuantity(open, 'example')} of this batch ${open === 1 ? 'is' : 'are'} with others. If one comes free, it appears here. All your answers are stored.`,
  };
}
