import { MaxTree } from '../numeric/max-tree';

/**
 * The largest of values that change, one class after the other: in each round every class that has examples left is
 * taken from once, the class with the largest value first. So each beginning of the order holds the classes in equal
 * parts, as far as they have examples; what one lacks goes to the others in turn.
 *
 * @param values n numbers; those of examples that were taken are kept at −1
 * @param classOf class of each place, or null for one class
 */
export class ClassRounds {
  private readonly trees: readonly MaxTree[];
  private readonly members: readonly Int32Array[];
  private readonly values: readonly Float64Array[];
  private readonly place: Int32Array;
  private readonly left: Int32Array;
  private open: Set<number>;

  constructor(
    values: Float64Array,
    private readonly classOf: Int32Array | null,
  ) {
    const classes = classOf ? classOf.reduce((most, label) => Math.max(most, label), 0) + 1 : 1;
    this.members = Array.from({ length: classes }, (_, label) =>
      Int32Array.from(values.keys()).filter((row) => this.classAt(row) === label),
    );
    this.values = this.members.map((rows) => Float64Array.from(rows, (row) => values[row] as number));
    this.trees = this.values.map((own) => new MaxTree(own));
    this.place = new Int32Array(values.length);
    for (const rows of this.members) rows.forEach((row, place) => (this.place[row] = place));
    this.left = Int32Array.from(this.members, (rows) => rows.length);
    this.open = this.nonEmpty();
  }

  /** The example that comes next if no value changes: the largest value of the classes not yet served, the lowest row of equal ones. */
  top(): number {
    let best = -1;
    for (const label of this.open) {
      const row = this.topOf(label);
      if (best < 0 || this.isBefore(row, best)) best = row;
    }
    return best;
  }

  /** The largest value of all others that could come next; −Infinity where there is none. */
  rivalOf(row: number): number {
    let rival = -Infinity;
    for (const label of this.open) {
      if (label !== this.classAt(row)) {
        rival = Math.max(rival, this.valueOf(this.topOf(label)));
        continue;
      }
      const other = this.trees[label]?.topBeside(this.place[row] as number) ?? -1;
      if (other >= 0) rival = Math.max(rival, this.values[label]?.[other] as number);
    }
    return rival;
  }

  valueOf(row: number): number {
    return this.values[this.classAt(row)]?.[this.place[row] as number] as number;
  }

  set(row: number, value: number): void {
    this.trees[this.classAt(row)]?.set(this.place[row] as number, value);
  }

  /** Takes the example out; its class is served in this round. */
  take(row: number): void {
    const label = this.classAt(row);
    this.set(row, -1);
    this.left[label] = (this.left[label] as number) - 1;
    this.open.delete(label);
    if (this.open.size === 0) this.open = this.nonEmpty();
  }

  private topOf(label: number): number {
    return this.members[label]?.[this.trees[label]?.top() as number] as number;
  }

  private classAt(row: number): number {
    return this.classOf ? (this.classOf[row] as number) : 0;
  }

  private isBefore(left: number, right: number): boolean {
    const difference = this.valueOf(left) - this.valueOf(right);
    return difference > 0 || (difference === 0 && left < right);
  }

  private nonEmpty(): Set<number> {
    return new Set(Array.from(this.left.keys()).filter((label) => (this.left[label] as number) > 0));
  }
}
