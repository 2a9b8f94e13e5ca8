'use client';

import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type PointerEvent,
  type RefCallback,
} from 'react';
import { FITTED, panBy, zoomAt, type Box, type Zoom } from './zoom';

const STEP = 1.5;
/** Share of the box that one press of an arrow key moves. */
const PAN_SHARE = 0.15;

export interface ZoomControl {
  readonly zoom: Zoom;
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  readonly reset: () => void;
  /** Each direction −1, 0 or 1; moves what is seen that way. */
  readonly pan: (right: number, down: number) => void;
  readonly boxRef: RefCallback<HTMLElement>;
  readonly pointerHandlers: {
    readonly onPointerDown: (event: PointerEvent) => void;
    readonly onPointerMove: (event: PointerEvent) => void;
    readonly onPointerUp: (event: PointerEvent) => void;
    readonly onPointerCancel: (event: PointerEvent) => void;
  };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Zoom of the example on the screen by wheel, pinch, drag and calls; the next example is fitted again. */
export function useZoom(row: number | undefined): ZoomControl {
  const [held, setHeld] = useState({ row, zoom: FITTED });
  const zoom = held.row === row ? held.zoom : FITTED;
  const element = useRef<HTMLElement | null>(null);
  const pointers = useRef(new Map<number, Point>());

  const change = useCallback(
    (next: (zoom: Zoom, box: Box) => Zoom) => {
      const rect = element.current?.getBoundingClientRect();
      if (!rect) return;
      setHeld((before) => ({ row, zoom: next(before.row === row ? before.zoom : FITTED, rect) }));
    },
    [row],
  );
  const fromMiddle = (x: number, y: number): Point => {
    const rect = element.current?.getBoundingClientRect();
    return rect ? { x: x - rect.left - rect.width / 2, y: y - rect.top - rect.height / 2 } : { x: 0, y: 0 };
  };

  const [box, setBox] = useState<HTMLElement | null>(null);
  const boxRef = useCallback((node: HTMLElement | null) => {
    element.current = node;
    setBox(node);
  }, []);
  useEffect(() => {
    if (!box) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const point = fromMiddle(event.clientX, event.clientY);
      change((before, size) => zoomAt(before, Math.exp(-event.deltaY / 400), point, size));
    };
    // React listens passively, and the page would scroll along.
    box.addEventListener('wheel', onWheel, { passive: false });
    return () => box.removeEventListener('wheel', onWheel);
  }, [box, change]);

  const pointerHandlers = {
    onPointerDown(event: PointerEvent) {
      if (event.button !== 0) return;
      pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
      if (zoom.scale > 1) event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove(event: PointerEvent) {
      const before = pointers.current.get(event.pointerId);
      if (!before) return;
      const now = { x: event.clientX, y: event.clientY };
      pointers.current.set(event.pointerId, now);
      const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
      if (!other) change((zoomed, size) => panBy(zoomed, now.x - before.x, now.y - before.y, size));
      else {
        const factor = distance(now, other) / Math.max(1, distance(before, other));
        const point = fromMiddle((now.x + other.x) / 2, (now.y + other.y) / 2);
        change((zoomed, size) => zoomAt(zoomed, factor, point, size));
      }
    },
    onPointerUp: (event: PointerEvent) => void pointers.current.delete(event.pointerId),
    onPointerCancel: (event: PointerEvent) => void pointers.current.delete(event.pointerId),
  };

  const calls = useMemo(
    () => ({
      zoomIn: () => change((before, size) => zoomAt(before, STEP, { x: 0, y: 0 }, size)),
      zoomOut: () => change((before, size) => zoomAt(before, 1 / STEP, { x: 0, y: 0 }, size)),
      reset: () => change(() => FITTED),
      pan: (right: number, down: number) =>
        change((before, size) =>
          panBy(before, -right * PAN_SHARE * size.width, -down * PAN_SHARE * size.height, size),
        ),
    }),
    [change],
  );
  return { zoom, boxRef, pointerHandlers, ...calls };
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
