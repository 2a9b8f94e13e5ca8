import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyedHeap } from '@/lib/numeric/keyed-heap';

describe('the heap by key', () => {
  it('gives back the smallest key of those in it, whatever was added and removed before', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(50), { freq: 2 }), { maxLength: 60 }), (steps) => {
        const heap = new KeyedHeap(steps.length);
        const inside: number[] = [];
        steps.forEach((key, item) => {
          if (key !== null) {
            heap.add(item, key);
            inside.push(key);
          } else {
            inside.sort((left, right) => left - right);
            expect(heap.smallestKey).toBe(inside[0] ?? Infinity);
            const removed = heap.removeSmallest();
            expect(removed < 0 ? undefined : steps[removed]).toBe(inside.shift());
          }
          expect(heap.size).toBe(inside.length);
        });
      }),
    );
  });
});
