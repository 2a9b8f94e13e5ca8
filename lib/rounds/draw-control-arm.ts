import { AppError } from '../errors';
import { createRandom, permanentUniforms } from '../numeric/random';
import { smallestRows } from '../numeric/top-k';

/** Why an example is in a batch: the scheme chose it, the control arm drew it at random, or both. */
export type Arm = 'chosen' | 'control' | 'both';

/** A batch in the order in which it is handed out. */
export interface ArmedBatch {
  readonly rows: Int32Array;
  /** one a row */
  readonly arms: readonly Arm[];
}

/** How many of a batch are drawn at random: share · size, rounded; at least one is chosen. O(1) */
export function controlSize(size: number, share: number): number {
  return Math.min(Math.round(size * share), Math.max(0, size - 1));
}

/**
 * Makes a batch of a selection, a share of which is drawn at random from the whole unlabeled pool.
 *
 * Why: examples that a scheme chose are no sample of the pool, so that neither the error on it nor what random labels
 * would have brought can be read off them. The random ones say both, for the price of labels that train as well.
 *
 * The control arm is a simple random sample without replacement of fixed size `controlSize` of `pool`, the chosen ones
 * included: the rows with the smallest numbers of a stream of their own, which depends on seed, round and example only,
 * never on the scheme or on the order of the rows. An example in both arms stands once; the places that this leaves are
 * filled by the next of the choice, never by further random ones. So neither the size nor the members of the control arm
 * depend on what was chosen, and a mean over it is an unbiased estimate of the pool's.
 *
 * With a control arm the batch is shuffled, so that nobody can tell the arms apart and a half-labeled batch has its
 * share of both; without one it keeps the order of choice.
 *
 * @param input.chosen different rows of the pool in order of choice; as many as the batch is large
 * @param input.pool rows that nobody has labeled and that wait in no batch
 * @param input.ids stable id of each row of the pool
 * @param input.share of the batch, in [0, 0.9]
 * @throws AppError `bad-input` for a share out of range. O(pool + chosen · log chosen)
 */
export function drawControlArm(input: {
  readonly chosen: Int32Array;
  readonly pool: Int32Array;
  readonly ids: BigUint64Array;
  readonly share: number;
  readonly seed: number;
  readonly round: number;
}): ArmedBatch {
  const { chosen, pool, ids, share, seed, round } = input;
  if (!(share >= 0 && share <= 0.9)) {
    throw new AppError('bad-input', `The control share is ${share}.`, 'Give a share from 0 to 0.9.');
  }
  const size = chosen.length;
  const count = controlSize(size, share);
  if (count === 0) return { rows: chosen, arms: Array.from(chosen, () => 'chosen' as const) };
  const uniforms = permanentUniforms(seed, ids, 'control arm', `round ${round}`);
  const control = new Set(smallestRows(uniforms, ids, count).map((place) => pool[place] as number));
  const items: { row: number; arm: Arm }[] = [];
  const shared = new Set<number>();
  for (const row of chosen) {
    if (items.length + control.size - shared.size >= size) break;
    const isBoth = control.has(row);
    if (isBoth) shared.add(row);
    items.push({ row, arm: isBoth ? 'both' : 'chosen' });
  }
  for (const row of control) if (!shared.has(row)) items.push({ row, arm: 'control' });
  createRandom(seed, 'batch order', `round ${round}`).shuffle(items);
  return { rows: Int32Array.from(items, ({ row }) => row), arms: items.map(({ arm }) => arm) };
}
