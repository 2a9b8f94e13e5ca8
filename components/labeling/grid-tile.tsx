import { X } from 'lucide-react';
import type { ExampleView } from '@/lib/contracts/example';
import { ExampleImage } from '../pool/example-image';
import { classNames } from '../ui/class-names';
import { formatPercent } from '../ui/format';

interface GridTileProps {
  readonly example: ExampleView;
  /** name of the class that it is proposed as */
  readonly className: string;
  /** of the model, where the project shows it */
  readonly confidence: number | null;
  readonly away: boolean;
  readonly onToggle: () => void;
}

/** One image of the grid; pressed = not of the class. */
export function GridTile({ example, className, confidence, away, onToggle }: GridTileProps) {
  return (
    <li>
      <button
        type="button"
        aria-pressed={away}
        aria-label={`${example.key} is not ${className}`}
        onClick={onToggle}
        className={classNames(
          'relative block aspect-square w-full touch-manipulation overflow-hidden rounded-md border-2 bg-sunken',
          away ? 'border-danger' : 'border-transparent hover:border-line-strong',
        )}
      >
        <ExampleImage example={example} source="thumbnail" className={away ? 'opacity-30' : undefined} />
        {away && (
          <span className="absolute inset-0 flex flex-col items-center justify-center font-semibold text-danger">
            <X className="size-8" strokeWidth={3} aria-hidden />
            <span className="rounded-sm bg-surface px-1 text-sm">Not</span>
          </span>
        )}
        {confidence !== null && (
          <span className="absolute right-1 bottom-1 rounded-sm bg-surface px-1 text-xs text-ink-soft">
            {formatPercent(confidence, 0)}
          </span>
        )}
      </button>
    </li>
  );
}
