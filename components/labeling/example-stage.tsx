'use client';

import { useEffect, useRef } from 'react';
import { Maximize, ZoomIn, ZoomOut } from 'lucide-react';
import type { ExampleTextView, ExampleView } from '@/lib/contracts/example';
import type { HandedOutItem } from '@/lib/contracts/labeling';
import { ExampleText } from '../pool/example-text';
import { Button } from '../ui/button';
import { useFetchedAhead } from './use-fetched-ahead';
import type { ZoomControl } from './use-zoom';
import { ZoomedImage } from './zoomed-image';

interface ExampleStageProps {
  readonly item: HandedOutItem;
  /** What comes after it; fetched and decoded ahead, so that the next answer shows no gap. */
  readonly next: readonly HandedOutItem[];
  readonly zoom: ZoomControl;
}

/** The example, as large as the screen allows. */
export function ExampleStage({ item, next, zoom }: ExampleStageProps) {
  useFetchedAhead(next);
  const { example } = item;
  return (
    <figure className="flex min-h-0 min-w-0 flex-1 flex-col gap-1.5">
      {example.imageUrl ? (
        <ZoomedImage example={example} zoom={zoom} />
      ) : example.text ? (
        <TextBox example={example} text={example.text} />
      ) : (
        <div className="flex min-h-44 flex-1 items-center justify-center rounded-lg bg-sunken">
          <p className="max-w-full px-4 text-center font-mono text-xl break-all">{example.key}</p>
        </div>
      )}
      <div className="flex min-h-8 items-center gap-2">
        <figcaption className="min-w-0 flex-1 truncate text-sm text-ink-faint">{example.key}</figcaption>
        {example.imageUrl && <ZoomButtons zoom={zoom} />}
      </div>
    </figure>
  );
}

function TextBox({ example, text }: { readonly example: ExampleView; readonly text: ExampleTextView }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (box.current) box.current.scrollTop = 0;
  }, [example.row]);
  return (
    // The box stays when the text changes, so that whoever reads in it keeps the focus.
    <div className="relative min-h-[45dvh] flex-1 rounded-lg bg-sunken lg:min-h-0">
      <div
        ref={box}
        tabIndex={0}
        role="region"
        data-keeps-arrows
        aria-label={`Text of ${example.key}`}
        className="absolute inset-0 overflow-y-auto rounded-lg p-4 sm:p-6"
      >
        <ExampleText key={example.row} text={text} className="mx-auto" />
      </div>
    </div>
  );
}

function ZoomButtons({ zoom: { zoom, zoomIn, zoomOut, reset } }: { readonly zoom: ZoomControl }) {
  const look = { variant: 'quiet', size: 'small', className: 'size-8 px-0 pointer-coarse:size-11' } as const;
  return (
    <div role="group" aria-label="Zoom" className="flex items-center gap-0.5">
      <output aria-live="off" className="px-1 text-sm text-ink-faint tabular-nums">
        {zoom.scale > 1 && `${Math.round(zoom.scale * 100)} %`}
      </output>
      <Button
        {...look}
        aria-label="Smaller"
        aria-keyshortcuts="-"
        disabled={zoom.scale <= 1}
        icon={<ZoomOut aria-hidden />}
        onClick={zoomOut}
      />
      <Button
        {...look}
        aria-label="Larger"
        aria-keyshortcuts="+"
        icon={<ZoomIn aria-hidden />}
        onClick={zoomIn}
      />
      <Button
        {...look}
        aria-label="Whole image"
        aria-keyshortcuts="Z"
        disabled={zoom.scale <= 1}
        icon={<Maximize aria-hidden />}
        onClick={reset}
      />
    </div>
  );
}
