import { useState } from 'react';

/** What somebody says beside the class, before they answer. */
export interface Draft {
  readonly unsure: boolean;
  readonly comment: string;
  /** the comment is being written */
  readonly commenting: boolean;
  /** which kind of answer waits for its reason */
  readonly asking: 'skip' | 'bad' | null;
}

const EMPTY: Draft = { unsure: false, comment: '', commenting: false, asking: null };

/** Belongs to one example: the next begins empty. */
export function useDraft(row: number | undefined): [Draft, (change: Partial<Draft>) => void] {
  const [held, setHeld] = useState({ row, draft: EMPTY });
  const draft = held.row === row ? held.draft : EMPTY;
  const change = (part: Partial<Draft>) =>
    setHeld((before) => ({ row, draft: { ...(before.row === row ? before.draft : EMPTY), ...part } }));
  return [draft, change];
}
