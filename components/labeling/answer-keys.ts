/** Up to this many classes have a key each; more are found by typing their name. */
export const KEYED_CLASSES = 10;

/** The key of a class: 1–9, and 0 for the tenth. */
export function keyOfClass(label: number): string {
  return label === 9 ? '0' : String(label + 1);
}

type Act =
  | 'skip'
  | 'bad'
  | 'unsure'
  | 'comment'
  | 'undo'
  | 'guidelines'
  | 'grid'
  | 'keys'
  | 'zoom-in'
  | 'zoom-out'
  | 'zoom-reset';

export type AnswerKey =
  | { readonly act: 'label'; readonly label: number }
  | { readonly act: 'pan'; readonly right: number; readonly down: number }
  | { readonly act: Act };

/** What the letters do; beside a box where class names are typed, with Alt. */
const LETTERS: Readonly<Record<string, Act>> = {
  s: 'skip',
  b: 'bad',
  n: 'unsure',
  c: 'comment',
  u: 'undo',
  g: 'guidelines',
  m: 'grid',
  k: 'keys',
  z: 'zoom-reset',
};

const SIGNS: Readonly<Record<string, Act>> = {
  '?': 'keys',
  '+': 'zoom-in',
  '=': 'zoom-in',
  '-': 'zoom-out',
};

const ARROWS: Readonly<Record<string, { right: number; down: number }>> = {
  ArrowLeft: { right: -1, down: 0 },
  ArrowRight: { right: 1, down: 0 },
  ArrowUp: { right: 0, down: -1 },
  ArrowDown: { right: 0, down: 1 },
};

interface KeyPress {
  readonly key: string;
  /** the place on the keyboard: Alt changes what a key writes */
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** What a key press means while labeling; null where it means nothing. */
export function answerKey(press: KeyPress, classCount: number): AnswerKey | null {
  const { key, code, ctrlKey, metaKey, altKey } = press;
  if (ctrlKey || metaKey) return key.toLowerCase() === 'z' && !altKey ? { act: 'undo' } : null;
  if (altKey) return actOf(LETTERS[/^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() ?? '']);
  if (classCount > KEYED_CLASSES) return null;
  const arrow = ARROWS[key];
  if (arrow) return { act: 'pan', ...arrow };
  if (!/^[0-9]$/.test(key)) return actOf(LETTERS[key.toLowerCase()] ?? SIGNS[key]);
  const label = key === '0' ? 9 : Number(key) - 1;
  return label < classCount ? { act: 'label', label } : null;
}

const actOf = (act: Act | undefined): AnswerKey | null => (act ? { act } : null);

/** How the key of a letter is written on a button and told to assistive technology. */
export function letterKey(letter: string, classCount: number): { shown: string; spoken: string } {
  const upper = letter.toUpperCase();
  return classCount > KEYED_CLASSES
    ? { shown: `Alt ${upper}`, spoken: `Alt+${upper}` }
    : { shown: upper, spoken: upper };
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
