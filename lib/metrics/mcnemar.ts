/**
 * McNemar's exact two-sided p value: how surprising it is, if two models are equally good, that of the examples which
 * only one of them gets right so many fall to one side.
 *
 * Why: with one model of each kind there are no repeats to take an interval from, but the test examples are shared, and
 * those on which both agree say nothing. It answers for these two models, not for two ways to train them.
 *
 * @param onlyLeft examples that only the left model gets right
 * @param onlyRight examples that only the right model gets right
 * @returns 1 where there are none
 * Source: McNemar (1947); Dietterich, Approximate statistical tests for comparing supervised classification learning
 * algorithms (1998). O(left + right)
 */
export function mcnemarPValue(onlyLeft: number, onlyRight: number): number {
  const total = onlyLeft + onlyRight;
  const fewer = Math.min(onlyLeft, onlyRight);
  if (total === 0 || 2 * fewer === total) return 1;
  // Σ C(total, i) / 2^total over i ≤ fewer, each term from the one before, in logarithms
  let logTerm = -total * Math.LN2;
  let sum = 0;
  for (let count = 0; count <= fewer; count++) {
    sum += Math.exp(logTerm);
    logTerm += Math.log(total - count) - Math.log(count + 1);
  }
  return Math.min(1, 2 * sum);
}
