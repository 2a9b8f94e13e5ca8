import type { ReactNode } from 'react';
import Link from 'next/link';
import type { ExampleView } from '@/lib/contracts/example';
import { classNames } from '../ui/class-names';
import { formatPercent } from '../ui/format';

interface ExampleFigureProps {
  readonly projectId: string;
  readonly example: ExampleView;
  readonly classes: readonly string[];
  /** Stands above the labels, e.g. the place in the order of choice. */
  readonly remark?: ReactNode;
}

/** Thumbnails keep small images at their own size; enlarging them further must not blur their pixels. */
const PIXELATED_BELOW = 96;

/** One example: its image as large as its column, what it is and what it is taken for. */
export function ExampleFigure({ projectId, example, classes, remark }: ExampleFigureProps) {
  const { row, key, label, predicted, confidence, imageUrl, thumbnailUrl, width } = example;
  const name = (index: number) => classes[index] ?? String(index);
  const small = width !== null && width < PIXELATED_BELOW;
  const source = small ? imageUrl : thumbnailUrl;
  return (
    <figure className="m-0 min-w-0">
      <Link
        href={`/projects/${projectId}/pool?example=${row}`}
        className="block aspect-square overflow-hidden rounded-md bg-sunken"
      >
        {source ? (
          // Thumbnails are made by the ingest already; Next's optimizer would only copy them.
          <img
            src={source}
            alt={describe(example, classes)}
            loading="lazy"
            decoding="async"
            className={classNames('size-full object-contain', small && 'pixelated')}
          />
        ) : (
          <span className="flex size-full items-center justify-center p-2 text-center font-mono text-sm break-all">
            {key}
          </span>
        )}
      </Link>
      <figcaption className="mt-1 text-sm leading-tight">
        {remark && <span className="block text-ink-soft">{remark}</span>}
        {predicted !== null && (
          <span className="block truncate">
            {name(predicted)}
            {confidence !== null && <span className="text-ink-soft"> {formatPercent(confidence, 0)}</span>}
          </span>
        )}
        {label !== null && (
          <span className="block truncate text-ink-faint">
            {predicted === null || predicted === label ? `is ${name(label)}` : `✗ is ${name(label)}`}
          </span>
        )}
      </figcaption>
    </figure>
  );
}

function describe({ key, label, predicted }: ExampleView, classes: readonly string[]): string {
  const known = label === null ? 'no label' : `label ${classes[label] ?? label}`;
  const guess = predicted === null ? '' : `, predicted ${classes[predicted] ?? predicted}`;
  return `${key}: ${known}${guess}`;
}
