import { describe, expect, it } from 'vitest';
import { searchRidge } from '@/lib/surrogates/ridge-search';

/** Features of variance 1, so that decades are the ridges themselves. */
const features = { rows: 2, columns: 1, data: Float32Array.of(-1, 1) };

const search = (logLossAt: (decade: number) => number, grid?: number[]) =>
  searchRidge(features, (ridge) => Promise.resolve(logLossAt(Math.log10(ridge))), grid);

describe('the search for a ridge', () => {
  it('goes on after one decade that is worse: the log-loss may fall again', async () => {
    const bump = (decade: number) => (decade > -0.75 && decade < 0.25 ? 2 : 1 + (decade + 2) ** 2 / 100);
    const { ridge, path, atEnd } = await search(bump);
    expect(ridge).toBeCloseTo(0.01, 9);
    expect(atEnd).toBe(false);
    // 1e-2, then 1e-3 and 1e-4 are worse: weaker ones, whose fits take longest, are not tried
    expect(Math.min(...path.map((trial) => trial.ridge))).toBeGreaterThan(5e-5);
  });

  it.each([
    ['the strongest decade', (decade: number) => -decade, undefined],
    ['the weakest decade', (decade: number) => decade, undefined],
    ['the strongest of a grid', (decade: number) => -decade, [0.1, 1, 0.01]],
    ['the weakest of a grid', (decade: number) => decade, [0.1, 1, 0.01]],
  ])('says that the best lies at %s', async (_, logLossAt, grid) => {
    expect((await search(logLossAt, grid)).atEnd).toBe(true);
  });

  it('says nothing of a grid of one, or of a best between others', async () => {
    expect((await search((decade) => decade, [0.1])).atEnd).toBe(false);
    expect((await search((decade) => (decade + 1) ** 2, [0.1, 1, 0.01])).atEnd).toBe(false);
  });
});
