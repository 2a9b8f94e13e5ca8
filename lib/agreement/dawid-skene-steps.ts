import type { Votes } from './votes';

export interface DawidSkeneModel {
  /** share of each class among the items */
  readonly priors: Float64Array;
  /** annotators × classes × classes, row-major: probability that the annotator says the column where the row is true */
  readonly confusions: Float64Array;
  /** log of what smoothing amounts to */
  readonly logPrior: number;
  /** annotators × classes (said) × classes (true), logarithms, in the order in which they are read */
  readonly logSaid: Float64Array;
  readonly logPriors: Float64Array;
}

/** What one pass over the items adds up. */
export interface ExpectedCounts {
  readonly priors: Float64Array;
  /** as DawidSkeneModel's */
  readonly confusions: Float64Array;
}

export function emptyCounts({ annotators, classes }: Votes): ExpectedCounts {
  return {
    priors: new Float64Array(classes),
    confusions: new Float64Array(annotators * classes * classes),
  };
}

/** Shares of the item's votes; zeros without votes. */
export function voteShares({ offsets, label }: Votes, item: number, shares: Float64Array): void {
  shares.fill(0);
  const from = offsets[item] as number;
  const to = offsets[item + 1] as number;
  for (let vote = from; vote < to; vote++) {
    const given = label[vote] as number;
    shares[given] = (shares[given] as number) + 1 / (to - from);
  }
}

/** Adds `weight` items that are of each class with these probabilities. Items without votes add nothing. */
export function addCounts(
  { classes, offsets, annotator, label }: Votes,
  item: number,
  posterior: Float64Array,
  weight: number,
  counts: ExpectedCounts,
): void {
  const from = offsets[item] as number;
  const to = offsets[item + 1] as number;
  if (from === to) return;
  for (let truth = 0; truth < classes; truth++) {
    const probability = weight * (posterior[truth] as number);
    counts.priors[truth] = (counts.priors[truth] as number) + probability;
    for (let vote = from; vote < to; vote++) {
      const cell = ((annotator[vote] as number) * classes + truth) * classes + (label[vote] as number);
      counts.confusions[cell] = (counts.confusions[cell] as number) + probability;
    }
  }
}

/** The parameters under which the counts, with smoothing, are most likely. O(annotators · classes²) */
export function modelOf(
  counts: ExpectedCounts,
  votes: Votes,
  { smoothing, trust }: { readonly smoothing: number; readonly trust: number },
): DawidSkeneModel {
  const { annotators, classes } = votes;
  const priors = counts.priors.slice();
  const confusions = counts.confusions.slice();
  const added = new Float64Array(classes).fill(smoothing);
  let logPrior = smoothAndNormalize(priors, added);
  const logSaid = new Float64Array(confusions.length);
  for (let row = 0; row < annotators * classes; row++) {
    const said = confusions.subarray(row * classes, (row + 1) * classes);
    const truth = row % classes;
    added.fill(smoothing);
    added[truth] = smoothing + trust;
    logPrior += smoothAndNormalize(said, added);
    const annotator = Math.floor(row / classes);
    said.forEach((probability, label) => {
      logSaid[(annotator * classes + label) * classes + truth] = Math.log(probability);
    });
  }
  return { priors, confusions, logPrior, logSaid, logPriors: priors.map(Math.log) };
}

/**
 * Probability of each class, given the item's votes.
 *
 * @returns the logarithm of the votes' likelihood; 0 without votes, where the posterior is the prior
 */
export function posteriorOf(
  { classes, offsets, annotator, label }: Votes,
  item: number,
  { priors, logPriors, logSaid }: DawidSkeneModel,
  posterior: Float64Array,
): number {
  const from = offsets[item] as number;
  const to = offsets[item + 1] as number;
  if (from === to) {
    posterior.set(priors);
    return 0;
  }
  posterior.set(logPriors);
  for (let vote = from; vote < to; vote++) {
    const start = ((annotator[vote] as number) * classes + (label[vote] as number)) * classes;
    for (let truth = 0; truth < classes; truth++) {
      posterior[truth] = (posterior[truth] as number) + (logSaid[start + truth] as number);
    }
  }
  let most = -Infinity;
  for (let truth = 0; truth < classes; truth++) most = Math.max(most, posterior[truth] as number);
  let sum = 0;
  for (let truth = 0; truth < classes; truth++) {
    const likelihood = Math.exp((posterior[truth] as number) - most);
    posterior[truth] = likelihood;
    sum += likelihood;
  }
  for (let truth = 0; truth < classes; truth++) posterior[truth] = (posterior[truth] as number) / sum;
  return most + Math.log(sum);
}

/** In place; the logarithm of the prior's density there, but for a constant. */
function smoothAndNormalize(counts: Float64Array, added: Float64Array): number {
  const total = counts.reduce((sum, count, cell) => sum + count + (added[cell] as number), 0);
  let log = 0;
  for (let cell = 0; cell < counts.length; cell++) {
    const extra = added[cell] as number;
    const probability = ((counts[cell] as number) + extra) / total;
    counts[cell] = probability;
    log += extra * Math.log(probability);
  }
  return log;
}
