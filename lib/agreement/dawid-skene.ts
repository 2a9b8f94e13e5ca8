import { AppError } from '../errors';
import { addCounts, emptyCounts, modelOf, posteriorOf, voteShares } from './dawid-skene-steps';
import type { DawidSkeneModel } from './dawid-skene-steps';
import { distinctVotes } from './distinct-votes';
import type { Votes } from './votes';

export interface DawidSkeneOptions {
  /** votes added to every cell of every confusion matrix and to every class, so that none is impossible; above 0 */
  readonly smoothing?: number;
  /** right votes on each class that every annotator is credited with beforehand */
  readonly trust?: number;
  /** EM stops when the objective grows by less than this for each vote */
  readonly tolerance?: number;
  readonly maximumIterations?: number;
  /** awaited after each iteration, for callers that share their thread */
  readonly pause?: () => Promise<void>;
}

export interface DawidSkeneFit extends DawidSkeneModel {
  /** most probable class of each item, the smaller of equals; −1 without votes */
  readonly labels: Int32Array;
  /** its probability */
  readonly probabilities: Float64Array;
  /** expected share of right votes of each annotator, NaN without votes */
  readonly accuracies: Float64Array;
  /** after each iteration: log-likelihood of all votes, plus the log of what smoothing amounts to; never falls */
  readonly objectives: readonly number[];
  readonly converged: boolean;
}

const DEFAULTS = { smoothing: 0.01, trust: 1, tolerance: 1e-8, maximumIterations: 500 } as const;

/**
 * Consensus by Dawid and Skene: each annotator has a confusion matrix, each class a share, and each item one true class;
 * expectation maximization finds the matrices and shares under which the votes are most likely.
 *
 * Why: a majority counts all votes the same. Here who is often right, or right on a class, counts more, and systematic
 * confusions are turned back.
 *
 * Begins with the shares of each item's votes. Smoothing and trust are a Dirichlet prior (1 + smoothing, on the diagonal
 * 1 + smoothing + trust), so what grows is the posterior density (Dempster, Laird and Rubin 1977); it ends when that
 * grows by less than `tolerance` for each vote, or after `maximumIterations`. Without trust, few votes are explained as
 * well by one true class and annotators who err at will, and classes melt into each other.
 *
 * @param votes also items with one vote or none, which say little or nothing
 * @throws AppError `bad-input` unless smoothing > 0
 * Cost: iterations · classes · votes, of items with the same votes of the same people once; memory
 * O(annotators · classes² + votes), no items × classes matrix is kept.
 * Source: Dawid and Skene, Maximum likelihood estimation of observer error-rates using the EM algorithm (1979).
 */
export async function dawidSkene(votes: Votes, options: DawidSkeneOptions = {}): Promise<DawidSkeneFit> {
  const { tolerance, maximumIterations, ...prior } = { ...DEFAULTS, ...options };
  if (!(prior.smoothing > 0)) {
    throw new AppError('bad-input', `Smoothing must be above 0, not ${prior.smoothing}.`);
  }
  const least = tolerance * Math.max(1, votes.label.length);
  const posterior = new Float64Array(votes.classes);
  const objectives: number[] = [];
  const { distinct, times, ofItem } = distinctVotes(votes);
  let counts = emptyCounts(votes);
  for (let item = 0; item < distinct.items; item++) {
    voteShares(distinct, item, posterior);
    addCounts(distinct, item, posterior, times[item] as number, counts);
  }
  let model = modelOf(counts, votes, prior);
  let converged = false;
  while (!converged && objectives.length < maximumIterations) {
    counts = emptyCounts(votes);
    let objective = model.logPrior;
    for (let item = 0; item < distinct.items; item++) {
      const weight = times[item] as number;
      objective += weight * posteriorOf(distinct, item, model, posterior);
      addCounts(distinct, item, posterior, weight, counts);
    }
    converged = objectives.length > 0 && objective - (objectives.at(-1) as number) < least;
    objectives.push(objective);
    if (!converged) model = modelOf(counts, votes, prior);
    await options.pause?.();
  }
  const decided = decide(distinct, times, model);
  return {
    ...model,
    accuracies: decided.accuracies,
    labels: Int32Array.from(ofItem, (place) => decided.labels[place] as number),
    probabilities: Float64Array.from(ofItem, (place) => decided.probabilities[place] as number),
    objectives,
    converged,
  };
}

/** What the model says of each item and annotator. */
function decide(votes: Votes, times: Float64Array, model: DawidSkeneModel) {
  const labels = new Int32Array(votes.items).fill(-1);
  const probabilities = new Float64Array(votes.items);
  const right = new Float64Array(votes.annotators);
  const given = new Float64Array(votes.annotators);
  const posterior = new Float64Array(votes.classes);
  for (let item = 0; item < votes.items; item++) {
    const from = votes.offsets[item] as number;
    const to = votes.offsets[item + 1] as number;
    if (from === to) continue;
    posteriorOf(votes, item, model, posterior);
    const probability = Math.max(...posterior);
    labels[item] = posterior.indexOf(probability);
    probabilities[item] = probability;
    for (let vote = from; vote < to; vote++) {
      const voter = votes.annotator[vote] as number;
      const weight = times[item] as number;
      given[voter] = (given[voter] as number) + weight;
      right[voter] = (right[voter] as number) + weight * (posterior[votes.label[vote] as number] as number);
    }
  }
  return { labels, probabilities, accuracies: right.map((sum, voter) => sum / (given[voter] as number)) };
}
