import { createVotes } from '@/lib/agreement/votes';
import type { Votes } from '@/lib/agreement/votes';
import { createRandom } from '@/lib/numeric/random';

/** Votes of a table with a row an item and a column an annotator; null = none. */
export function votesOf(table: readonly (readonly (number | null)[])[], classes: number): Votes {
  const entries = table.flatMap((row, item) =>
    row.flatMap((label, annotator) => (label === null ? [] : [{ item, annotator, label }])),
  );
  return createVotes(
    {
      item: entries.map(({ item }) => item),
      annotator: entries.map(({ annotator }) => annotator),
      label: entries.map(({ label }) => label),
    },
    { items: table.length, annotators: Math.max(0, ...table.map((row) => row.length)), classes },
  );
}

/** A true class of each item, all equally likely, and what annotators of these error rates say of it. */
export function simulatedTable(input: {
  readonly items: number;
  readonly classes: number;
  /** probability of a wrong label, each other class equally likely; one an annotator */
  readonly errorRates: readonly number[];
  readonly seed: number;
}): { truth: number[]; table: number[][] } {
  const { items, classes, errorRates, seed } = input;
  const random = createRandom(seed, 'simulated votes');
  const truth = Array.from({ length: items }, () => random.integer(classes));
  const table = truth.map((label) =>
    errorRates.map((rate) =>
      random.uniform() < rate ? (label + 1 + random.integer(classes - 1)) % classes : label,
    ),
  );
  return { truth, table };
}
