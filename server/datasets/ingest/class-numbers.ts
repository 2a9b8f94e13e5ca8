import type { SourceLabel } from './candidate';

/** More classes than this is an id taken for a label. */
export const MAX_CLASSES = 1000;
const MAX_NAME_LENGTH = 80;

/**
 * Turns labels of a source into class numbers. Names that the project does not have get provisional numbers after its own
 * classes; `sortNewClasses` puts them in order when all are known.
 */
export class ClassNumbers {
  private readonly numbers = new Map<string, number>();

  constructor(
    private readonly known: readonly string[],
    private readonly newClasses: string[],
    private readonly mayAdd: boolean,
  ) {
    [...known, ...newClasses].forEach((name, number) => this.numbers.set(name, number));
  }

  /** The class number, or why there is none. */
  numberOf(label: SourceLabel): number | { readonly problem: string } {
    return 'name' in label ? this.ofName(label.name.trim()) : this.ofNumber(label.number);
  }

  private ofName(name: string): number | { problem: string } {
    const number = this.numbers.get(name);
    if (number !== undefined) return number;
    if (/^\d+$/.test(name) && Number(name) < this.known.length) return Number(name);
    return this.add(name);
  }

  /** A number beyond the project's classes stands for classes named by their numbers, up to it. */
  private ofNumber(number: number): number | { problem: string } {
    if (number < this.known.length) return number;
    if (number >= MAX_CLASSES) return { problem: `The class number ${number} is beyond ${MAX_CLASSES - 1}.` };
    for (let between = this.known.length; between < number && this.mayAdd; between++)
      this.ofName(String(between));
    return this.ofName(String(number));
  }

  private add(name: string): number | { problem: string } {
    if (!this.mayAdd) return { problem: `The project has no class “${name.slice(0, MAX_NAME_LENGTH)}”.` };
    if (name === '' || name.length > MAX_NAME_LENGTH) {
      return { problem: `A class name has 1 to ${MAX_NAME_LENGTH} characters.` };
    }
    const number = this.numbers.size;
    if (number >= MAX_CLASSES) return { problem: `A project has at most ${MAX_CLASSES} classes.` };
    this.numbers.set(name, number);
    this.newClasses.push(name);
    return number;
  }
}

/**
 * The project's classes with the new names appended in order (whole numbers by value, then names by letter), whatever the
 * order in which they were met; and the final number of each provisional one.
 */
export function sortNewClasses(classes: readonly string[], newClasses: readonly string[]) {
  const added = newClasses.filter((name) => !classes.includes(name)).sort(compareNames);
  const all = [...classes, ...added];
  return { classes: all, added, finalNumbers: newClasses.map((name) => all.indexOf(name)) };
}

function compareNames(one: string, other: string): number {
  const [oneIsNumber, otherIsNumber] = [/^\d+$/.test(one), /^\d+$/.test(other)];
  if (oneIsNumber && otherIsNumber) return Number(one) - Number(other);
  if (oneIsNumber !== otherIsNumber) return oneIsNumber ? -1 : 1;
  return one < other ? -1 : 1;
}
