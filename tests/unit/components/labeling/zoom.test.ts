import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FITTED, panBy, zoomAt } from '@/components/labeling/zoom';

const box = { width: 600, height: 400 };
const point = fc.record({
  x: fc.double({ min: -300, max: 300, noNaN: true }),
  y: fc.double({ min: -200, max: 200, noNaN: true }),
});
const steps = fc.array(
  fc.oneof(
    fc.record({ factor: fc.double({ min: 0.2, max: 5, noNaN: true }), at: point }),
    fc.record({ dx: fc.integer({ min: -900, max: 900 }), dy: fc.integer({ min: -900, max: 900 }) }),
  ),
  { maxLength: 20 },
);

describe('zoom', () => {
  it('leaves what lies under the pointer where it is', () => {
    const at = { x: 100, y: -50 };
    const zoom = zoomAt(zoomAt(FITTED, 2, { x: 0, y: 0 }, box), 3, at, box);
    expect(zoom.scale).toBe(6);
    // The spot lay 50 right and 25 above the middle of the unenlarged image.
    expect((at.x - zoom.x) / zoom.scale).toBeCloseTo(50, 10);
    expect((at.y - zoom.y) / zoom.scale).toBeCloseTo(-25, 10);
  });

  it('never shows what lies beside the image, and comes back to where it began', () => {
    fc.assert(
      fc.property(steps, (moves) => {
        let zoom = FITTED;
        for (const move of moves) {
          zoom =
            'factor' in move ? zoomAt(zoom, move.factor, move.at, box) : panBy(zoom, move.dx, move.dy, box);
          expect(zoom.scale).toBeGreaterThanOrEqual(1);
          expect(zoom.scale).toBeLessThanOrEqual(16);
          expect(Math.abs(zoom.x)).toBeLessThanOrEqual(((zoom.scale - 1) * box.width) / 2);
          expect(Math.abs(zoom.y)).toBeLessThanOrEqual(((zoom.scale - 1) * box.height) / 2);
        }
        expect(zoomAt(zoom, 1e-6, { x: 10, y: 10 }, box)).toEqual(FITTED);
      }),
    );
  });

  it('moves nothing that fits', () => {
    expect(panBy(FITTED, 30, -40, box)).toEqual(FITTED);
  });
});
