import type { CSSProperties } from 'react';
import { User } from 'lucide-react';
import type { ExampleView } from '@/lib/contracts/example';
import { formatNumber } from '../ui/format';
import { Skeleton } from '../ui/skeleton';
import { ExampleTile } from './example-tile';

interface ExampleGridProps {
  readonly examples: readonly ExampleView[];
  readonly classes: readonly string[];
  /** Least width of a tile in pixels; tiles grow to fill the row. */
  readonly tile: number;
  readonly onOpen: (row: number) => void;
}

const GRID = 'grid grid-cols-[repeat(auto-fill,minmax(min(var(--tile),100%),1fr))] gap-x-2 gap-y-3';

function tileStyle(tile: number): CSSProperties {
  return { '--tile': `${tile}px` } as CSSProperties;
}

export function ExampleGrid({ examples, classes, tile, onOpen }: ExampleGridProps) {
  return (
    <ul className={GRID} style={tileStyle(tile)}>
      {examples.map((example) => (
        <li key={example.row} className="min-w-0">
          <button
            type="button"
            onClick={() => onOpen(example.row)}
            className="block w-full rounded-md text-left hover:outline-2 hover:outline-offset-2 hover:outline-line-strong focus-visible:outline-accent"
          >
            <ExampleTile example={example} />
            <Caption example={example} classes={classes} />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Two lines of one height each, so that the grid does not move when something is missing. */
function Caption({
  example,
  classes,
}: {
  readonly example: ExampleView;
  readonly classes: readonly string[];
}) {
  const { label, labelSource, predicted, score } = example;
  return (
    <span className="mt-1 block text-sm leading-5">
      <span className="flex h-5 items-center gap-1">
        {label === null ? (
          <span className="truncate text-ink-faint">unlabeled</span>
        ) : (
          <span className="truncate font-medium">{classes[label]}</span>
        )}
        {labelSource !== null && labelSource !== 'file' && (
          <User className="size-3 shrink-0 text-accent" aria-label="labeled by a person" />
        )}
      </span>
      {score !== null && (
        <span className="flex h-5 justify-between gap-2 text-ink-soft">
          <span>{formatNumber(score)}</span>
          {predicted !== null && predicted !== label && (
            <span className="truncate">→ {classes[predicted]}</span>
          )}
        </span>
      )}
    </span>
  );
}

export function ExampleGridSkeleton({ tile }: { readonly tile: number }) {
  return (
    <div role="status" aria-label="Loading examples" className={GRID} style={tileStyle(tile)}>
      {Array.from({ length: 32 }, (_, index) => (
        <div key={index}>
          <Skeleton className="aspect-square" />
          <Skeleton className="mt-2 h-4 w-2/3" />
        </div>
      ))}
    </div>
  );
}
