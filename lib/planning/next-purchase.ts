import type { LabelsForecast } from './forecast';

/**
 * Labels to buy in the next round, on the way to a target: the fewest that may be enough, or half of what is probably
 * missing, whichever is less.
 *
 * Why not all at once: a forecast is refined by each round, and labels once bought are not given back. Some five rounds
 * come close to knowing the curve beforehand.
 *
 * @param have labels now
 * @returns null where the median never reaches the target; 0 where it has
 * Source: Mahmood et al., How much more data do I need? (2022); theory f.3
 */
export function nextPurchase({ low, median }: LabelsForecast, have: number): number | null {
  if (median === Infinity) return null;
  const missing = Math.max(0, median - have);
  const least = Math.max(0, low - have);
  return Math.ceil(least > 0 ? Math.min(least, missing / 2) : missing / 2);
}
