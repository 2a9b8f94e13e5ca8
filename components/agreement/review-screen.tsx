'use client';

import { useState } from 'react';
import type { ReviewItemView } from '@/lib/contracts/review';
import { useAnswerSeconds } from '../labeling/use-answer-seconds';
import { ErrorNote } from '../ui/error-note';
import { ReviewExample } from './review-example';
import type { ReviewKey } from './review-keys';
import { ReviewPanel } from './review-panel';
import { ReviewVotes } from './review-votes';
import type { useReview } from './use-review';
import { useReviewKeys } from './use-review-keys';

interface ReviewScreenProps {
  readonly projectId: string;
  readonly classes: readonly string[];
  readonly review: ReturnType<typeof useReview>;
  readonly item: ReviewItemView;
  /** Viewers see the queue and decide nothing. */
  readonly mayDecide: boolean;
}

/** One example large, all that was said of it, and the decision. The keyboard alone suffices. */
export function ReviewScreen({ projectId, classes, review, item, mayDecide }: ReviewScreenProps) {
  const [comment, setComment] = useState('');
  const [announcement, setAnnouncement] = useState('');
  const { example } = item;
  const seconds = useAnswerSeconds(example.row);

  function decide(label: number | null): void {
    setAnnouncement(label === null ? 'Bad data.' : `${classes[label]}.`);
    review.decide.mutate({
      projectId,
      row: example.row,
      label,
      comment: comment.trim() || null,
      seconds: seconds(),
    });
    setComment('');
  }

  function act(key: ReviewKey): void {
    if (review.busy) return;
    if (key.act === 'label') decide(key.label);
    else if (key.act === 'bad') decide(null);
    else if (key.act === 'keep' && example.label !== null) decide(example.label);
    else if (key.act === 'skip') {
      setComment('');
      setAnnouncement('Skipped.');
      review.skip();
    } else if (key.act === 'undo') {
      setAnnouncement('Taken back.');
      review.undo.mutate({ projectId });
    }
  }

  useReviewKeys(classes.length, mayDecide, act);

  return (
    <div className="flex flex-col gap-4 lg:grid lg:grid-cols-[minmax(0,1fr)_20rem] lg:gap-6">
      <p aria-live="polite" className="sr-only">
        {announcement} {review.queue.data ? `${review.queue.data.total} to review.` : ''}
      </p>
      <div className="flex min-w-0 flex-col gap-4">
        <ReviewExample item={item} next={review.next} />
        <ReviewVotes item={item} classes={classes} />
      </div>
      {mayDecide && (
        <div className="flex flex-col gap-3">
          {review.decide.error ? <ErrorNote error={review.decide.error} /> : null}
          {review.undo.error ? <ErrorNote error={review.undo.error} /> : null}
          <ReviewPanel
            classes={classes}
            current={example.label}
            comment={comment}
            onComment={setComment}
            disabled={review.busy}
            onAct={act}
          />
        </div>
      )}
    </div>
  );
}
