'use client';

import type { CSSProperties } from 'react';
import type { ExampleView } from '@/lib/contracts/example';
import { ExampleImage } from '../pool/example-image';
import { classNames } from '../ui/class-names';
import type { ZoomControl } from './use-zoom';

/** An enlarged pixel wider than this is easier to recognize from across the room than from the chair. */
const LARGEST_PIXEL = 20;

function largest({ width }: ExampleView): CSSProperties {
  return width === null ? {} : { maxWidth: Math.max(width * LARGEST_PIXEL, 320) };
}

interface ZoomedImageProps {
  readonly example: ExampleView;
  readonly zoom: ZoomControl;
}

/** An image that fits its box until somebody looks closer: wheel, pinch, drag, double click. */
export function ZoomedImage({ example, zoom: control }: ZoomedImageProps) {
  const { zoom, boxRef, pointerHandlers, zoomIn, reset } = control;
  const enlarged = zoom.scale > 1;
  return (
    <div
      ref={boxRef}
      {...pointerHandlers}
      onDoubleClick={enlarged ? reset : zoomIn}
      className={classNames(
        'relative min-h-44 flex-1 overflow-hidden rounded-lg bg-sunken lg:min-h-0',
        enlarged ? 'cursor-grab touch-none active:cursor-grabbing' : 'touch-pan-y',
      )}
    >
      <div
        className="absolute inset-2 lg:inset-4"
        style={{ transform: `translate(${zoom.x}px, ${zoom.y}px) scale(${zoom.scale})` }}
      >
        <div className="mx-auto size-full" style={largest(example)}>
          <ExampleImage key={example.row} example={example} source="image" />
        </div>
      </div>
    </div>
  );
}
