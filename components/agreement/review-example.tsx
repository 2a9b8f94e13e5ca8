'use client';

import { useEffect } from 'react';
import type { ReviewItemView } from '@/lib/contracts/review';
import { ExampleImage } from '../pool/example-image';
import { ExampleText } from '../pool/example-text';

interface ReviewExampleProps {
  readonly item: ReviewItemView;
  /** What comes after it; its images are fetched ahead. */
  readonly next: readonly ReviewItemView[];
}

/** The example, as large as is sensible beside its votes. */
export function ReviewExample({ item: { example }, next }: ReviewExampleProps) {
  const ahead = next.flatMap(({ example: { imageUrl } }) => (imageUrl ? [imageUrl] : [])).join(' ');
  useEffect(() => {
    for (const url of ahead.split(' ').filter(Boolean)) new Image().src = url;
  }, [ahead]);
  return (
    <figure className="flex min-w-0 flex-col gap-1.5">
      <div className="relative flex h-[min(45dvh,28rem)] items-center justify-center overflow-hidden rounded-lg bg-sunken">
        {example.imageUrl ? (
          <div className="absolute inset-3">
            <ExampleImage key={example.row} example={example} source="image" />
          </div>
        ) : example.text ? (
          <div
            key={example.row}
            tabIndex={0}
            role="region"
            aria-label={`Text of ${example.key}`}
            className="absolute inset-0 overflow-y-auto p-4 sm:p-6"
          >
            <ExampleText text={example.text} className="mx-auto" />
          </div>
        ) : (
          <p className="max-w-full px-4 text-center font-mono text-xl break-all">{example.key}</p>
        )}
      </div>
      <figcaption className="truncate text-sm text-ink-faint">{example.key}</figcaption>
    </figure>
  );
}
