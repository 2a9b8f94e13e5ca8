import { AppError } from '../errors';

/**
 * The mean loss of a test pool from a few of its items that were drawn one after the other by unequal chances (LURE).
 *
 * A plain mean of what was drawn is wrong wherever losses have to do with the chances; these weights remove that for any
 * chances above 0, and a good choice of them leaves less variance than drawing uniformly.
 *
 * @param losses in order of drawing
 * @param chances that the item was drawn next among those that remained; one a loss, in (0, 1]
 * @param total items of the pool
 * @throws AppError `bad-input` where lengths differ, or more were drawn than there are
 * Source: Farquhar, Gal, Rainforth, On statistical bias in active learning (2021); Kossen et al., Active testing (2021).
 */
export function lureEstimate(losses: Float64Array, chances: Float64Array, total: number): number {
  const drawn = losses.length;
  if (drawn === 0 || chances.length !== drawn || drawn > total) {
    throw new AppError('bad-input', `${drawn} losses, ${chances.length} chances, ${total} items.`);
  }
  let sum = 0;
  for (let step = 1; step <= drawn; step++) {
    const chance = chances[step - 1] as number;
    const remaining = total - step + 1;
    const weight =
      drawn === total ? 1 : 1 + ((total - drawn) / (total - step)) * (1 / (remaining * chance) - 1);
    sum += weight * (losses[step - 1] as number);
  }
  return sum / drawn;
}
