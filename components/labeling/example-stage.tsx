'use client';

import { useEffect, type CSSProperties } from 'react';
import type { ExampleView } from '@/lib/contracts/example';
import type { LabelingItem } from '@/lib/contracts/labeling';
import { ExampleImage } from '../pool/example-image';

interface ExampleStageProps {
  readonly item: LabelingItem;
  /** What comes after it; fetched ahead, so that the next answer shows no gap. */
  readonly next: readonly LabelingItem[];
}

/** An enlarged pixel wider than this is easier to recognize from across the room than from the chair. */
const LARGEST_PIXEL = 20;

function largest({ width }: ExampleView): CSSProperties {
  return width === null ? {} : { maxWidth: Math.max(width * LARGEST_PIXEL, 320) };
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
      <div className="relative flex min-h-44 flex-1 items-center justify-center rounded-lg bg-sunken lg:min-h-0">
        {example.imageUrl ? (
          <div className="absolute inset-2 lg:inset-4">
            <div className="mx-auto size-full" style={largest(example)}>
              <ExampleImage key={example.row} example={example} source="image" />
            </div>
          </div>
        ) : (
          <p className="max-w-full px-4 text-center font-mono text-xl break-all">{example.key}</p>
        )}
      </div>
      <figcaption className="truncate text-sm text-ink-faint">{example.key}</figcaption>
    </figure>
  );
}
