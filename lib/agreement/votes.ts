import { AppError } from '../errors';

/**
 * Votes as columns, grouped by item: those of item i are the entries offsets[i] … offsets[i + 1] − 1. An item is an
 * example, an annotator whoever votes; both are numbered from 0. Nobody votes twice on an item.
 */
export interface Votes {
  readonly items: number;
  readonly annotators: number;
  readonly classes: number;
  /** items + 1 entries */
  readonly offsets: Int32Array;
  /** who gave each vote */
  readonly annotator: Int32Array;
  /** class index of each vote */
  readonly label: Int32Array;
}

/**
 * Groups votes by their item.
 *
 * @param columns one entry a vote, in any order
 * @param sizes how many items, annotators and classes there are
 * @throws AppError `bad-input` for numbers out of range, columns of different lengths, or somebody's second vote on an
 *   item. O(votes + items + annotators)
 */
export function createVotes(
  columns: {
    readonly item: ArrayLike<number>;
    readonly annotator: ArrayLike<number>;
    readonly label: ArrayLike<number>;
  },
  sizes: { readonly items: number; readonly annotators: number; readonly classes: number },
): Votes {
  const { items, annotators, classes } = sizes;
  const count = columns.item.length;
  if (columns.annotator.length !== count || columns.label.length !== count) {
    throw new AppError('bad-input', 'Items, annotators and labels of votes must be equally many.');
  }
  const offsets = new Int32Array(items + 1);
  for (let vote = 0; vote < count; vote++) {
    const item = within(columns.item[vote], items, 'item');
    offsets[item + 1] = (offsets[item + 1] as number) + 1;
  }
  for (let item = 0; item < items; item++) {
    offsets[item + 1] = (offsets[item + 1] as number) + (offsets[item] as number);
  }
  const next = offsets.slice(0, items);
  const annotator = new Int32Array(count);
  const label = new Int32Array(count);
  for (let vote = 0; vote < count; vote++) {
    const item = columns.item[vote] as number;
    const place = next[item] as number;
    next[item] = place + 1;
    annotator[place] = within(columns.annotator[vote], annotators, 'annotator');
    label[place] = within(columns.label[vote], classes, 'class');
  }
  const votes = { ...sizes, offsets, annotator, label };
  refuseSecondVotes(votes);
  return votes;
}

/** The items that at least two annotators voted on, in their order. O(votes) */
export function sharedVotes(
  votes: Votes,
): Votes & { /** their number before */ readonly itemOf: Int32Array } {
  const kept: number[] = [];
  for (let item = 0; item < votes.items; item++) {
    if ((votes.offsets[item + 1] as number) - (votes.offsets[item] as number) >= 2) kept.push(item);
  }
  const offsets = new Int32Array(kept.length + 1);
  kept.forEach((item, place) => {
    const size = (votes.offsets[item + 1] as number) - (votes.offsets[item] as number);
    offsets[place + 1] = (offsets[place] as number) + size;
  });
  const count = offsets[kept.length] as number;
  const annotator = new Int32Array(count);
  const label = new Int32Array(count);
  kept.forEach((item, place) => {
    const [from, to] = [votes.offsets[item], votes.offsets[item + 1]];
    annotator.set(votes.annotator.subarray(from, to), offsets[place]);
    label.set(votes.label.subarray(from, to), offsets[place]);
  });
  const { annotators, classes } = votes;
  return {
    items: kept.length,
    annotators,
    classes,
    offsets,
    annotator,
    label,
    itemOf: Int32Array.from(kept),
  };
}

function within(value: number | undefined, bound: number, what: string): number {
  if (value !== undefined && Number.isInteger(value) && value >= 0 && value < bound) return value;
  throw new AppError('bad-input', `A vote names ${what} ${value}; there are ${bound}, numbered from 0.`);
}

function refuseSecondVotes({ items, annotators, offsets, annotator }: Votes): void {
  const lastItem = new Int32Array(annotators).fill(-1);
  for (let item = 0; item < items; item++) {
    for (let vote = offsets[item] as number; vote < (offsets[item + 1] as number); vote++) {
      const voter = annotator[vote] as number;
      if (lastItem[voter] === item) {
        throw new AppError('bad-input', `Annotator ${voter} voted twice on item ${item}.`);
      }
      lastItem[voter] = item;
    }
  }
}
