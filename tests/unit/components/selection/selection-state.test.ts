import { describe, expect, it } from 'vitest';
import { parameterUrlValue, readParameters, schemeUrlValues } from '@/components/selection/selection-state';
import { searchWith } from '@/components/ui/search-with';
import type { SchemeInfo } from '@/lib/contracts/selection';

const power: SchemeInfo = {
  name: 'power',
  title: 'Power',
  description: '',
  family: 'by probability',
  source: '',
  deterministic: false,
  defaultScore: 'gini',
  needs: [],
  inclusionProbabilities: 'exact',
  nested: true,
  cost: 'O(n log n)',
  parameters: [
    {
      kind: 'number',
      name: 'exponent',
      title: 'Exponent',
      minimum: -10,
      maximum: 10,
      step: 0.25,
      default: 0.5,
    },
    {
      kind: 'choice',
      name: 'weighting',
      title: 'Weights',
      options: [
        { value: 'none', title: 'None' },
        { value: 'inverse-probability', title: 'Inverse probability' },
      ],
      default: 'none',
    },
  ],
};

const read = (search: string) => readParameters(power, (key) => new URLSearchParams(search).get(key));

describe('the parameters of a scheme in the URL', () => {
  it('come back as they were set', () => {
    const search = searchWith('', {
      ...parameterUrlValue('exponent', -1.5),
      ...parameterUrlValue('weighting', 'inverse-probability'),
    });
    expect(read(search)).toEqual({ exponent: -1.5, weighting: 'inverse-probability' });
  });

  it('have their defaults where the URL is silent, senseless or out of range', () => {
    const defaults = { exponent: 0.5, weighting: 'none' };
    expect(read('')).toEqual(defaults);
    expect(read(searchWith('', { 'with-exponent': 'much', 'with-weighting': 'odd' }))).toEqual(defaults);
    expect(read(searchWith('', { 'with-exponent': 11 }))).toEqual(defaults);
    expect(read('?with-exponent=')).toEqual(defaults);
  });

  it('are gone when another scheme is chosen, as is the score that was named for the old one', () => {
    const search = searchWith('?with-exponent=2&scoreSetId=a&budget=50', schemeUrlValues([power], 'random'));
    expect(search).toBe('?budget=50&scheme=random');
  });
});
