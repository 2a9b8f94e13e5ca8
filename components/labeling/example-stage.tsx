'use client';

import type { CSSProperties } from 'react';
import type { ExampleView } from '@/lib/contracts/example';
import type { HandedOutItem } from '@/lib/contracts/labeling';
import { ExampleImage } from '../pool/example-image';
import { classNames } from '../ui/class-names';
import { ExampleText } from '../pool/example-text';
import { useFetchedAhead } from './use-fetched-ahead';

interface ExampleStageProps {
  readonly item: HandedOutItem;
  /** What comes after it; fetched ahead, so that the next answer shows no gap. */
  readonly next: readonly HandedOutItem[];
}

/** An enlarged pixel wider than this is easier to recognize from across the room than from the chair. */
const LARGEST_PIXEL = 20;

function largest({ width }: ExampleView): CSSProperties {
  return width === null ? {} : { maxWidth: Math.max(width * LARGEST_PIXEL, 320) };
}

/** The example, as large as the screen allows. */
export function ExampleStage({ item, next }: ExampleStageProps) {
  useFetchedAhead(next);
  const { example } = item;
  return (
    <figure className="flex min-h-0 min-w-0 flex-1 flex-col gap-1.5">
      <div
        className={classNames(
          'relative flex flex-1 items-center justify-center rounded-lg bg-sunken lg:min-h-0',
          // A picture shrinks to what is left of a phone's screen; lines do not.
          example.text ? 'min-h-[45dvh]' : 'min-h-44',
        )}
      >
        {example.imageUrl ? (
          <div className="absolute inset-2 lg:inset-4">
            <div className="mx-auto size-full" style={largest(example)}>
              <ExampleImage key={example.row} example={example} source="image" />
            </div>
          </div>
        ) : example.text ? (
          <div
            key={example.row}
            tabIndex={0}
            role="region"
            aria-label={`Text of ${example.key}`}
            className="absolute inset-0 overflow-y-auto rounded-lg p-4 sm:p-6"
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
