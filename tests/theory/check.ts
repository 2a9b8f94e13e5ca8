/** One line of the table that `npm run check:theory` prints. */
export interface CheckLine {
  readonly quantity: string;
  readonly expected: string;
  readonly got: string;
  /** how far from failing: above 0 where it holds */
  readonly margin: string;
  readonly holds: boolean;
  /** asserted; else shown only */
  readonly firm: boolean;
}

/** One acceptance check of the theory: its number there, what it shows, and how to run it. */
export interface TheoryCheck {
  readonly name: string;
  readonly title: string;
  /** in `npm test` too, where there are seconds only */
  readonly quick: boolean;
  /** @param seeds how many repeats, 20 unless the check says otherwise */
  readonly run: (seeds: number) => CheckLine[] | Promise<CheckLine[]>;
}

interface DifferenceOptions {
  /** mean difference that NumPy measured on fresh seeds */
  readonly measured: number;
  /** a third of the measured one unless given */
  readonly least?: number;
  readonly firm?: boolean;
  readonly digits?: number;
}

/** Asks that the mean of paired differences is large enough. */
export function difference(
  quantity: string,
  differences: readonly number[],
  { measured, least = measured / 3, firm = true, digits = 4 }: DifferenceOptions,
): CheckLine {
  const mean = average(differences);
  const variance = average(differences.map((value) => (value - mean) ** 2));
  const z = mean / Math.sqrt(variance / (differences.length - 1));
  const positive = differences.filter((value) => value > 0).length;
  const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
  return {
    quantity,
    expected: `≥ ${signed(least)} (NumPy ${signed(measured)})`,
    got: `${signed(mean)}, z ${z.toFixed(1)}, ${positive}/${differences.length}`,
    margin: `${signed(mean - least)}`,
    holds: mean >= least,
    firm,
  };
}

/** Asks that a number is within a tolerance of a known answer. */
export function within(
  quantity: string,
  got: number,
  expected: number,
  tolerance: number,
  firm = true,
): CheckLine {
  const digits = Math.max(0, Math.min(12, Math.ceil(-Math.log10(tolerance)) + 1));
  return {
    quantity,
    expected: `${expected.toFixed(digits)} ± ${Number(tolerance.toPrecision(2))}`,
    got: got.toFixed(digits),
    margin: (tolerance - Math.abs(got - expected)).toExponential(1),
    holds: Math.abs(got - expected) <= tolerance,
    firm,
  };
}

/** Asks that a number is at most a limit: an error of rounding, a share of failures. */
export function atMost(quantity: string, got: number, limit: number, firm = true): CheckLine {
  return {
    quantity,
    expected: `≤ ${Number(limit.toPrecision(2))}`,
    got: got.toExponential(1),
    margin: (limit - got).toExponential(1),
    holds: got <= limit,
    firm,
  };
}

/** Errors by arm, one a seed; differences are paired by seed. */
export class Arms {
  private readonly arms = new Map<string, number[]>();

  add(arm: string, value: number): void {
    this.arms.set(arm, [...(this.arms.get(arm) ?? []), value]);
  }

  mean(arm: string): number {
    return average(this.of(arm));
  }

  /** left − right, seed by seed */
  minus(left: string, right: string): number[] {
    const subtracted = this.of(right);
    return this.of(left).map((value, index) => value - (subtracted[index] as number));
  }

  private of(arm: string): number[] {
    const values = this.arms.get(arm);
    if (!values) throw new Error(`The check has no arm “${arm}”.`);
    return values;
  }
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
