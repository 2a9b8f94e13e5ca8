import { expect, it } from 'vitest';
import { studentTQuantile } from '@/lib/numeric/student-t';
import { readReference } from '@/tests/support/read-reference';

const { studentT } = readReference<{ studentT: { degrees: number; quantile: number }[] }>('metrics');

it.each(studentT)('is SciPy’s t.ppf for $degrees degrees of freedom', ({ degrees, quantile }) => {
  expect(studentTQuantile(degrees, 0.95) / quantile).toBeCloseTo(1, 10);
});
