'use client';

import { useEffect } from 'react';
import type { LabelingItem } from '@/lib/contracts/labeling';
import { ExampleImage } from '../pool/example-image';

interface ExampleStageProps {
  readonly item: LabelingItem;
  /** What comes after it; fetched ahead, so that the next answer shows no gap. */
  readonly next: readonly LabelingItem[];
}

/** The example, as large as the screen allows. */
export function ExampleStage({ item, next }: ExampleStageProps) {
  const ahead = next.map(({ example }) => example.imageUrl ?? '').join(' ');
  useEffect(() => {
    for (const url of ahead.split(' ').filter(Boolean)) new Image().src = url;
  }, [ahead]);
  const { example } = item;
  return (
    <figure className="flex min-h-0 min-w-0 flex-1 flex-col gap-1.5">
      <div className="flex h-[min(46dvh,100vw)] items-center justify-center overflow-hidden rounded-lg bg-sunken p-2 lg:h-auto lg:min-h-0 lg:flex-1 lg:p-4">
        {example.imageUrl ? (
          <ExampleImage key={example.row} example={example} source="image" />
        ) : (
          <p className="max-w-full px-4 text-center font-mono text-xl break-all">{example.key}</p>
        )}
      </div>
      <figcaption className="truncate text-sm text-ink-faint">{example.key}</figcaption>
    </figure>
  );
}
