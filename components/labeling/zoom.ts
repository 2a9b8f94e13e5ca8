/** How an example is enlarged: its middle lies x and y pixels from the middle of its box. */
export interface Zoom {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Box {
  readonly width: number;
  readonly height: number;
}

/** The whole example fits its box. */
export const FITTED: Zoom = { scale: 1, x: 0, y: 0 };

const LARGEST_SCALE = 16;

/** Enlarges by a factor and leaves what lies under the point, measured from the middle of the box, where it is. */
export function zoomAt(zoom: Zoom, factor: number, point: { x: number; y: number }, box: Box): Zoom {
  const scale = Math.min(LARGEST_SCALE, Math.max(1, zoom.scale * factor));
  const grown = scale / zoom.scale;
  const x = point.x - (point.x - zoom.x) * grown;
  const y = point.y - (point.y - zoom.y) * grown;
  return withinBox({ scale, x, y }, box);
}

/** Moves the example; its edge never comes farther than the edge of the box. */
export function panBy(zoom: Zoom, dx: number, dy: number, box: Box): Zoom {
  return withinBox({ ...zoom, x: zoom.x + dx, y: zoom.y + dy }, box);
}

function withinBox({ scale, x, y }: Zoom, { width, height }: Box): Zoom {
  const farthest = { x: ((scale - 1) * width) / 2, y: ((scale - 1) * height) / 2 };
  const clamp = (value: number, limit: number) => Math.min(limit, Math.max(-limit, value)) + 0;
  return { scale, x: clamp(x, farthest.x), y: clamp(y, farthest.y) };
}
