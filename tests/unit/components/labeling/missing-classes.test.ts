import { describe, expect, it } from 'vitest';
import { missingClassesSentence } from '@/components/labeling/missing-classes-sentence';

const counts = (...labels: number[]) =>
  labels.map((count, label) => ({ label, name: `class ${label}`, labels: count }));

describe('missing classes', () => {
  it('are named once there are labels at all', () => {
    expect(missingClassesSentence(counts(3, 0, 5, 0))).toBe(
      'No label yet for 2 of 4 classes: class 1, class 3.',
    );
    expect(missingClassesSentence(counts(0, 0))).toBeNull();
    expect(missingClassesSentence(counts(1, 2))).toBeNull();
    expect(missingClassesSentence([])).toBeNull();
  });

  it('are counted where they are many', () => {
    expect(missingClassesSentence(counts(1, ...new Array<number>(1000).fill(0)))).toBe(
      'No label yet for 1,000 of 1,001 classes: class 1, class 2, class 3, class 4, class 5, class 6, class 7, class 8 and 992 more.',
    );
  });
});
