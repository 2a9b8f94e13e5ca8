import type { AgreementEstimate } from '../contracts/agreement';
import { normalQuantile } from '../numeric/normal-distribution';
import { measured, missing } from './estimate';
import { beyondChance } from './fleiss-kappa';
import type { Votes } from './votes';

const NORMAL_QUANTILE = normalQuantile(0.95);

/**
 * How often the first annotator said a class and the second said another, on the items that both voted on.
 *
 * @returns classes × classes counts, row-major: row = what `first` said. O(votes)
 */
export function confusionBetween(votes: Votes, first: number, second: number): Float64Array {
  const { items, classes, offsets, annotator, label } = votes;
  const counts = new Float64Array(classes * classes);
  for (let item = 0; item < items; item++) {
    let [ofFirst, ofSecond] = [-1, -1];
    for (let vote = offsets[item] as number; vote < (offsets[item + 1] as number); vote++) {
      if (annotator[vote] === first) ofFirst = label[vote] as number;
      if (annotator[vote] === second) ofSecond = label[vote] as number;
    }
    if (ofFirst < 0 || ofSecond < 0) continue;
    const cell = ofFirst * classes + ofSecond;
    counts[cell] = (counts[cell] as number) + 1;
  }
  return counts;
}

/**
 * Cohen's kappa: how far two annotators agree beyond chance, where chance is each drawing from the classes as often as
 * they use them. 1 = always, 0 = as by chance.
 *
 * @param confusion classes × classes counts, as confusionBetween gives
 * @returns with the asymptotic 95 % interval, cut off at −1 and 1 (0 long where they always agree); `no-shared-example`
 *   without counts, `one-class` where both said one class only. O(classes²)
 * Source: Cohen, A coefficient of agreement for nominal scales (1960); variance by Fleiss, Cohen and Everitt, Large
 * sample standard errors of kappa and weighted kappa (1969), formula 14.
 */
export function cohenKappa(confusion: Float64Array, classes: number): AgreementEstimate {
  const total = confusion.reduce((sum, count) => sum + count, 0);
  if (total === 0) return missing('no-shared-example');
  const rows = new Float64Array(classes);
  const columns = new Float64Array(classes);
  let observed = 0;
  confusion.forEach((count, cell) => {
    const [row, column] = [Math.floor(cell / classes), cell % classes];
    rows[row] = (rows[row] as number) + count / total;
    columns[column] = (columns[column] as number) + count / total;
    if (row === column) observed += count / total;
  });
  const chance = rows.reduce((sum, share, label) => sum + share * (columns[label] as number), 0);
  const kappa = beyondChance(observed, chance);
  if (Number.isNaN(kappa)) return missing('one-class');

  let spread = 0;
  confusion.forEach((count, cell) => {
    const [row, column] = [Math.floor(cell / classes), cell % classes];
    const used = (rows[column] as number) + (columns[row] as number);
    const term = row === column ? 1 - used * (1 - kappa) : (1 - kappa) * used;
    spread += (count / total) * term * term;
  });
  const variance = (spread - (kappa - chance * (1 - kappa)) ** 2) / (total * (1 - chance) ** 2);
  const half = NORMAL_QUANTILE * Math.sqrt(Math.max(0, variance));
  return measured(kappa, { low: Math.max(-1, kappa - half), high: Math.min(1, kappa + half) });
}
