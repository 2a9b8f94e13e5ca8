import type { Arm } from './draw-control-arm';

/** An example of a round's batch that has a label. */
export interface ArmItem {
  readonly row: number;
  readonly arm: Arm;
  /** place in the order of choice; null where the scheme did not choose it */
  readonly rank: number | null;
  /** place in the batch */
  readonly position: number;
}

/** Equally many labels, chosen and random. */
export interface MatchedArms {
  readonly chosen: Int32Array;
  readonly random: Int32Array;
  /** rows that stand in both */
  readonly shared: number;
}

/**
 * Takes of each round as many chosen as random labels: of the chosen the first in order of choice, which is what the
 * scheme would have chosen with that budget, of the random the first in the batch's order, which is random too.
 *
 * Round by round and not over all rounds at once, so that the choices of later, better models stand against random
 * labels as those of the first one do.
 *
 * @param rounds labeled examples of each round's batch; rounds without a random one count on neither side
 * @returns arms of the same size m = Σ min(chosen, random); a row that is in both arms of its round may be in both.
 * O(n log n)
 */
export function matchArms(rounds: readonly (readonly ArmItem[])[]): MatchedArms {
  const chosen: number[] = [];
  const random: number[] = [];
  for (const items of rounds) {
    const byChoice = items
      .filter(({ arm }) => arm !== 'control')
      .sort((left, right) => (left.rank ?? Infinity) - (right.rank ?? Infinity));
    const drawn = items
      .filter(({ arm }) => arm !== 'chosen')
      .sort((left, right) => left.position - right.position);
    const size = Math.min(byChoice.length, drawn.length);
    chosen.push(...byChoice.slice(0, size).map(({ row }) => row));
    random.push(...drawn.slice(0, size).map(({ row }) => row));
  }
  const isRandom = new Set(random);
  return {
    chosen: Int32Array.from(chosen),
    random: Int32Array.from(random),
    shared: chosen.filter((row) => isRandom.has(row)).length,
  };
}
