import type { LabelPatterns } from './label-patterns';

/**
 * Fleiss' kappa: how far several annotators agree beyond chance, where chance is drawing every vote from the shares of
 * the classes among all votes. 1 = always, 0 = as by chance, negative = less than by chance.
 *
 * Why: the customary number for more than two annotators, who need not be the same on each example. Where examples have
 * different numbers of votes, Gwet's form: an example's share of agreeing pairs counts once, however many votes it has,
 * and so does its share of votes for each class. With equal numbers that is Fleiss' own.
 *
 * @param patterns of items with two votes or more
 * @param weights how often each pattern counts; its items by default
 * @returns NaN where it is not defined: no item, or one class only (callers say why). O(patterns · classes in each)
 * Source: Fleiss, Measuring nominal scale agreement among many raters (1971); Gwet, Handbook of Inter-Rater
 * Reliability, 4th ed. (2014), section 2.4.
 */
export function fleissKappa(patterns: LabelPatterns, weights: ArrayLike<number> = patterns.counts): number {
  const shares = new Float64Array(patterns.classes);
  let items = 0;
  let agreement = 0;
  for (let pattern = 0; pattern < patterns.sizes.length; pattern++) {
    const weight = weights[pattern] as number;
    const size = patterns.sizes[pattern] as number;
    let pairs = 0;
    for (
      let entry = patterns.offsets[pattern] as number;
      entry < (patterns.offsets[pattern + 1] as number);
      entry++
    ) {
      const votes = patterns.votes[entry] as number;
      const label = patterns.label[entry] as number;
      pairs += votes * (votes - 1);
      shares[label] = (shares[label] as number) + (weight * votes) / size;
    }
    items += weight;
    agreement += (weight * pairs) / (size * (size - 1));
  }
  const chance = shares.reduce((sum, share) => sum + (share / items) ** 2, 0);
  return beyondChance(agreement / items, chance);
}

/** (observed − chance) / (1 − chance); NaN where chance alone agrees always. */
export function beyondChance(observed: number, chance: number): number {
  return 1 - chance < 1e-12 ? NaN : (observed - chance) / (1 - chance);
}
