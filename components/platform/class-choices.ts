import type { ChoiceMatch, ClassByChoice, ClassMapping } from '@/lib/contracts/platform';
import type { SelectOption } from '../ui/select';

/** No class has this name: names have at least a letter. */
export const LEAVE_OUT = '';

/** Class name of each choice as the form holds it. */
export type ChosenClasses = Readonly<Record<string, string>>;

export function startingChoices({ matches }: ClassMapping): ChosenClasses {
  return Object.fromEntries(matches.map(({ choice, className }) => [choice, className ?? LEAVE_OUT]));
}

export function classByChoiceOf(chosen: ChosenClasses): ClassByChoice {
  return Object.fromEntries(Object.entries(chosen).map(([choice, name]) => [choice, name || null]));
}

/** The classes that there are, one named like the choice, and none. */
export function classOptions({ classes }: ClassMapping, { title }: ChoiceMatch): SelectOption<string>[] {
  const known = classes.map((name) => ({ value: name, label: name }));
  const own = classes.includes(title) ? [] : [{ value: title, label: title, detail: 'A new class' }];
  return [...known, ...own, { value: LEAVE_OUT, label: 'Leave out', detail: 'Its labels are not taken' }];
}

export function newClassesOf({ classes }: ClassMapping, chosen: ChosenClasses): string[] {
  const names = Object.values(chosen).filter((name) => name !== LEAVE_OUT && !classes.includes(name));
  return [...new Set(names)];
}

export function unmatchedBy({ classes }: ClassMapping, chosen: ChosenClasses): string[] {
  const names = new Set(Object.values(chosen));
  return classes.filter((name) => !names.has(name));
}
