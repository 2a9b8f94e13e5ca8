import type { ReactNode } from 'react';
import Link from 'next/link';
import type { ExampleView } from '@/lib/contracts/example';
import { ExampleTile } from '../pool/example-tile';
import { formatPercent } from '../ui/format';

interface ExampleFigureProps {
  readonly projectId: string;
  readonly example: ExampleView;
  readonly classes: readonly string[];
  /** Stands above the labels, e.g. the place in the order of choice. */
  readonly remark?: ReactNode;
}

/** One example: its image or the beginning of its text as large as its column, what it is taken for, and what it is where that is known. */
export function ExampleFigure({ projectId, example, classes, remark }: ExampleFigureProps) {
  const { row, label, predicted, confidence } = example;
  const name = (index: number) => classes[index] ?? String(index);
  return (
    <figure className="m-0 min-w-0">
      <Link href={`/projects/${projectId}/pool?example=${row}`} className="block">
        <ExampleTile example={example} />
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
