import { describe, expect, it } from 'vitest';
import type { RoundSetup } from '@/lib/contracts/round';
import { setupChanges } from '@/lib/rounds/setup-changes';

const first: RoundSetup = {
  scheme: 'power',
  parameters: { exponent: 0.5, weighting: 'none' },
  scoreName: 'gini',
  surrogate: { id: 'a', name: 'Softmax on 20 labels' },
  featureSet: { id: 'f', extractor: 'pixels' },
  controlShare: 0.2,
  controlDrawn: 10,
  pool: 1000,
  modelBefore: 'a',
  showGuess: false,
  model: { name: 'softmax' },
};
const next: RoundSetup = { ...first, surrogate: { id: 'b', name: 'Round 1' }, modelBefore: 'b', pool: 950 };

describe('what changed between two rounds', () => {
  it('is nothing for the loop itself: a newer model and a smaller pool', () => {
    expect(setupChanges(first, next)).toEqual([]);
    expect(setupChanges(null, first)).toEqual([]);
  });

  it.each<{ change: Partial<RoundSetup>; words: string[] }>([
    { change: { parameters: { exponent: 1, weighting: 'none' } }, words: ['exponent 0.5 → 1'] },
    { change: { parameters: { exponent: 0.5 } }, words: ['weighting none → unset'] },
    { change: { scheme: 'band', parameters: { from: 0.8 } }, words: ['scheme power → band'] },
    { change: { scoreName: null }, words: ['score gini → none'] },
    { change: { controlShare: 0 }, words: ['control share 20 % → 0 %'] },
    { change: { showGuess: true }, words: ['guesses shown to annotators'] },
    { change: { featureSet: { id: 'g', extractor: 'pca' } }, words: ['features pixels → pca'] },
    { change: { surrogate: { id: 'old', name: 'By hand' } }, words: ['surrogate “By hand”'] },
    { change: { model: null }, words: [] },
    {
      change: { controlShare: 0.1, parameters: { exponent: 2, weighting: 'none' } },
      words: ['exponent 0.5 → 2', 'control share 20 % → 10 %'],
    },
  ])('is said of $change', ({ change, words }) => {
    expect(setupChanges(first, { ...next, ...change })).toEqual(words);
  });

  it('is said when the newest model chooses again', () => {
    const byHand = { ...next, surrogate: { id: 'old', name: 'By hand' } };
    const again = { ...next, surrogate: { id: 'c', name: 'Round 2' }, modelBefore: 'c' };
    expect(setupChanges(byHand, again)).toEqual(['surrogate: the newest model']);
  });
});
