import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RequestRate } from '@/server/api-keys/request-rate';

const MINUTE = 60_000;

describe('what a key may ask', () => {
  it("is a minute's worth at once, then one at the pace", () => {
    const rate = new RequestRate(120);
    for (let asked = 0; asked < 120; asked++) expect(rate.take('key', 1000)).toBe(0);
    expect(rate.take('key', 1000)).toBe(500);
    expect(rate.take('key', 1499)).toBe(1);
    expect(rate.take('key', 1500)).toBe(0);
    expect(rate.take('key', 1500)).toBe(500);
  });

  it('is counted for each key by itself', () => {
    const rate = new RequestRate(1);
    expect(rate.take('one', 0)).toBe(0);
    expect(rate.take('one', 0)).toBe(MINUTE);
    expect(rate.take('other', 0)).toBe(0);
  });

  it("is at most two minutes' worth in any minute, and all that keeps the pace", () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 300 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), gaps, (perMinute, waits) => {
        const rate = new RequestRate(perMinute);
        let now = 0;
        const taken: number[] = [];
        for (const wait of waits) {
          now += wait;
          if (rate.take('key', now) === 0) taken.push(now);
        }
        for (const from of taken) {
          const within = taken.filter((at) => at >= from && at < from + MINUTE);
          expect(within.length).toBeLessThanOrEqual(2 * perMinute);
        }
        const patient = new RequestRate(perMinute);
        for (let asked = 0; asked < 50; asked++) {
          expect(patient.take('key', Math.ceil((asked * MINUTE) / perMinute))).toBe(0);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('is asked for again after just the wait that was named', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 0, max: 2 ** 41 }),
        (perMinute, now) => {
          const rate = new RequestRate(perMinute);
          let wait = 0;
          while (wait === 0) wait = rate.take('key', now);
          expect(rate.take('key', now + wait)).toBe(0);
        },
      ),
      { numRuns: 50 },
    );
  });
});
