/** Up to this many classes have a key each; more are found by typing their name. */
export const KEYED_CLASSES = 10;

/** The key of a class: 1–9, and 0 for the tenth. */
export function keyOfClass(label: number): string {
  return label === 9 ? '0' : String(label + 1);
}

export type AnswerKey = { readonly act: 'label'; readonly label: number } | { readonly act: 'skip' | 'undo' };

interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** What a key press means while labeling; null where it means nothing. */
export function answerKey(press: KeyPress, classCount: number): AnswerKey | null {
  const { key, ctrlKey, metaKey, altKey } = press;
  if (ctrlKey || metaKey) return key.toLowerCase() === 'z' && !altKey ? { act: 'undo' } : null;
  if (altKey) return null;
  if (key.toLowerCase() === 's') return { act: 'skip' };
  if (key.toLowerCase() === 'u') return { act: 'undo' };
  if (classCount > KEYED_CLASSES || !/^[0-9]$/.test(key)) return null;
  const label = key === '0' ? 9 : Number(key) - 1;
  return label < classCount ? { act: 'label', label } : null;
}

/** Class numbers whose name holds what was typed; names that begin with it first. */
export function matchingClasses(classes: readonly string[], typed: string): readonly number[] {
  const text = typed.trim().toLowerCase();
  const found = classes
    .map((name, label) => ({ label, at: name.toLowerCase().indexOf(text) }))
    .filter(({ at }) => at >= 0);
  return [...found.filter(({ at }) => at === 0), ...found.filter(({ at }) => at > 0)].map(
    ({ label }) => label,
  );
}
