import type { Votes } from './votes';

/**
 * Items with the same votes by the same annotators as one item.
 *
 * @returns the distinct items, how often each occurs, and which one each item is. O(votes · log(votes an item))
 */
export function distinctVotes(votes: Votes): {
  readonly distinct: Votes;
  readonly times: Float64Array;
  readonly ofItem: Int32Array;
} {
  const { items, annotators, classes } = votes;
  const numbers = new Map<string, number>();
  const ofItem = new Int32Array(items);
  const times: number[] = [];
  const offsets = [0];
  const annotator: number[] = [];
  const label: number[] = [];
  for (let item = 0; item < items; item++) {
    const said: number[] = [];
    for (let vote = votes.offsets[item] as number; vote < (votes.offsets[item + 1] as number); vote++) {
      said.push((votes.annotator[vote] as number) * classes + (votes.label[vote] as number));
    }
    const key = said.sort((one, other) => one - other).join();
    const known = numbers.get(key);
    const place = known ?? times.length;
    ofItem[item] = place;
    if (known !== undefined) {
      times[place] = (times[place] as number) + 1;
      continue;
    }
    numbers.set(key, place);
    times.push(1);
    for (const vote of said) {
      annotator.push(Math.floor(vote / classes));
      label.push(vote % classes);
    }
    offsets.push(annotator.length);
  }
  const distinct = {
    ...{ items: times.length, annotators, classes },
    offsets: Int32Array.from(offsets),
    annotator: Int32Array.from(annotator),
    label: Int32Array.from(label),
  };
  return { distinct, times: Float64Array.from(times), ofItem };
}
