import type { LabelTarget } from '@/lib/contracts/platform';

/** The platform's choice for each class of the project, in order; null for a class that annotators there cannot give. */
export function choicesOfClasses(
  target: LabelTarget,
  classByChoice: Readonly<Record<string, string | null>>,
  classes: readonly string[],
): (string | null)[] {
  return classes.map(
    (name) => target.choices.find(({ value }) => classByChoice[value] === name)?.value ?? null,
  );
}
