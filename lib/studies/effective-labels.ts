import type { StudyPoint } from '../contracts/study-report';

/** As how many labels of weight 1 the weighted ones of a point count; null where all weigh the same, or it is not known. */
export function effectiveLabels({ kept, effectiveSampleSize }: StudyPoint): number | null {
  return effectiveSampleSize !== null && effectiveSampleSize < kept - 0.5 ? effectiveSampleSize : null;
}
