/**
 * Cohen's kappa of two models' predictions: agreement beyond what their class shares give by chance.
 *
 * @param left predicted classes of the same examples as `right`
 * @returns null without examples; 1 where both say the same single class of all
 * Source: Cohen (1960). O(examples)
 */
export function predictionKappa(left: ArrayLike<number>, right: ArrayLike<number>): number | null {
  const examples = left.length;
  if (examples === 0) return null;
  const [lefts, rights] = [new Map<number, number>(), new Map<number, number>()];
  let agreed = 0;
  for (let index = 0; index < examples; index++) {
    const [one, other] = [left[index] as number, right[index] as number];
    lefts.set(one, (lefts.get(one) ?? 0) + 1);
    rights.set(other, (rights.get(other) ?? 0) + 1);
    if (one === other) agreed++;
  }
  let chance = 0;
  for (const [label, count] of lefts) chance += (count / examples) * ((rights.get(label) ?? 0) / examples);
  return chance === 1 ? 1 : (agreed / examples - chance) / (1 - chance);
}
