import { schemeByName } from '@/lib/selections/registry';
import type { Selected, SelectionInput } from '@/lib/selections/scheme';
import { select } from '@/lib/selections/select';
import { replyOf, type ThreadReply } from '../thread-reply';

/** All that a choice hangs on, as it goes to a thread. */
export interface ChoiceTask {
  readonly scheme: string;
  readonly parameters: unknown;
  readonly input: SelectionInput;
  /** whether to compare with what the scheme `random` would choose */
  readonly compare: boolean;
}

export interface ChosenRows {
  readonly selected: Selected;
  /** how many of them random selection by the same permanent random numbers chooses too; null where nobody asked */
  readonly sharedWithRandom: number | null;
}

/** @throws AppError like `select` */
export function chooseRows({ scheme, parameters, input, compare }: ChoiceTask): ChosenRows {
  const selected = select(schemeByName(scheme), input, parameters);
  return { selected, sharedWithRandom: compare ? countSharedWithRandom(input, selected.rows) : null };
}

export function chooseInThread(task: ChoiceTask): Promise<ThreadReply<ChosenRows>> {
  return replyOf(() => chooseRows(task));
}

function countSharedWithRandom({ ids, seed }: SelectionInput, rows: Int32Array): number {
  const random = select(schemeByName('random'), { scores: null, ids, budget: rows.length, seed }, {});
  const inRandom = new Uint8Array(ids.length);
  for (const row of random.rows) inRandom[row] = 1;
  return rows.reduce((shared, row) => shared + (inRandom[row] as number), 0);
}
