import { KEYED_CLASSES } from '../labeling/answer-keys';

export type ReviewKey =
  { readonly act: 'label'; readonly label: number } | { readonly act: 'keep' | 'bad' | 'skip' | 'undo' };

interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

const ACTS = { k: 'keep', b: 'bad', s: 'skip', u: 'undo' } as const;

/** What a key press means while reviewing; null where it means nothing. */
export function reviewKey(press: KeyPress, classCount: number): ReviewKey | null {
  const key = press.key.toLowerCase();
  if (press.altKey) return null;
  if (press.ctrlKey || press.metaKey) return key === 'z' ? { act: 'undo' } : null;
  if (key in ACTS) return { act: ACTS[key as keyof typeof ACTS] };
  if (classCount > KEYED_CLASSES || !/^[0-9]$/.test(key)) return null;
  const label = key === '0' ? 9 : Number(key) - 1;
  return label < classCount ? { act: 'label', label } : null;
}
