'use client';

import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Skeleton } from '../ui/skeleton';
import { PAGE_THEME, type ChartFrame } from './chart-theme.plot';

interface PlotFigureProps {
  /** Draws the chart at this width; keep the function's identity while the data stay the same. */
  readonly draw: (frame: ChartFrame) => Element;
  /** What the chart says, in words. */
  readonly summary: string;
  /** Kept free while the chart is not drawn yet. */
  readonly height: number;
  /** The same numbers as a table. */
  readonly table: ReactNode;
}

/** A chart by one of the framework-free plot functions, with its summary and its table. */
export function PlotFigure({ draw, summary, height, table }: PlotFigureProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState<number | null>(null);

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.floor(entry.contentRect.width));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const element = frame.current;
    if (!element || !width) return;
    const chart = draw({ document, width, height, theme: PAGE_THEME });
    element.replaceChildren(chart);
    return () => chart.remove();
  }, [draw, width, height]);

  return (
    <figure className="m-0 flex min-w-0 flex-col gap-2">
      <div className="relative" style={{ minHeight: height }}>
        {width === null && <Skeleton className="absolute inset-0" />}
        <div ref={frame} className="relative w-full overflow-hidden [&_svg]:max-w-full" />
      </div>
      <figcaption className="max-w-[80ch] text-ink-soft">{summary}</figcaption>
      <details className="group">
        <summary className="w-fit rounded-sm text-sm text-accent hover:underline">
          The same numbers as a table
        </summary>
        <div
          className="mt-2 max-h-96 overflow-auto"
          tabIndex={0}
          role="region"
          aria-label="Table of the chart"
        >
          {table}
        </div>
      </details>
    </figure>
  );
}
