import type { AgreementEstimate } from '../contracts/agreement';
import { measuredShare } from './estimate';
import type { Votes } from './votes';

/**
 * How often each annotator says what most of the others said, on the items that others voted on too.
 *
 * Why without the annotator's own vote: with it, everybody agrees with a consensus of two half of the time for nothing.
 * Where several classes tie among the others, saying one of t of them counts 1 / t, as if the tie were broken by lot.
 *
 * @returns for each annotator the items shared with others, and the share with Wilson's 95 % interval
 * O(votes · votes an item); memory O(annotators + classes)
 */
export function agreementWithOthers(
  votes: Votes,
): { readonly shared: number; readonly share: AgreementEstimate }[] {
  const { items, annotators, classes, offsets, annotator, label } = votes;
  const shared = new Int32Array(annotators);
  const agreed = new Float64Array(annotators);
  const counts = new Int32Array(classes);
  for (let item = 0; item < items; item++) {
    const from = offsets[item] as number;
    const to = offsets[item + 1] as number;
    if (to - from < 2) continue;
    for (let vote = from; vote < to; vote++) count(counts, label[vote] as number, 1);
    for (let vote = from; vote < to; vote++) {
      const own = label[vote] as number;
      const voter = annotator[vote] as number;
      count(counts, own, -1);
      shared[voter] = (shared[voter] as number) + 1;
      agreed[voter] = (agreed[voter] as number) + shareOfWinners(counts, label.subarray(from, to), own);
      count(counts, own, 1);
    }
    for (let vote = from; vote < to; vote++) counts[label[vote] as number] = 0;
  }
  return Array.from(shared, (total, voter) => ({
    shared: total,
    share: measuredShare(agreed[voter] as number, total, 'no-shared-example'),
  }));
}

function count(counts: Int32Array, label: number, by: number): void {
  counts[label] = (counts[label] as number) + by;
}

/** 1 / t where `own` is one of the t classes with most votes, else 0. */
function shareOfWinners(counts: Int32Array, labels: Int32Array, own: number): number {
  const most = Math.max(...labels.map((label) => counts[label] as number));
  if (counts[own] !== most) return 0;
  return 1 / new Set(labels.filter((label) => counts[label] === most)).size;
}
