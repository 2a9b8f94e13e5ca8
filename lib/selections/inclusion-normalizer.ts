/**
 * The factor c of inclusion probabilities min(1, c · size) that sum to a budget, for one budget after the other.
 *
 * Exact, without bisection: with the m largest sizes capped at 1, c = (budget − m) / (sum of the other sizes), m the
 * smallest number for which no other probability exceeds 1. m falls with the budget, so going through all budgets from
 * large to small costs O(1) each on average. (Theory b.3.)
 */
export class InclusionNormalizer {
  /** How many of the largest sizes have probability 1; all of them before the first call of `lowerTo`. */
  cappedCount: number;
  /** c; above any 1 / size before the first call of `lowerTo`. */
  factor = Infinity;
  /** Sum of the sizes from a place on. */
  private readonly tails: Float64Array;

  /** @param sizes positive, descending */
  constructor(private readonly sizes: Float64Array) {
    this.tails = new Float64Array(sizes.length + 1);
    for (let place = sizes.length - 1; place >= 0; place--) {
      this.tails[place] = (this.tails[place + 1] as number) + (sizes[place] as number);
    }
    this.cappedCount = sizes.length;
  }

  /** @param budget 1 … the budget of the call before, at first the number of sizes */
  lowerTo(budget: number): void {
    let capped = Math.min(this.cappedCount, budget - 1);
    while (capped > 0 && (budget - capped + 1) * this.size(capped - 1) <= this.tail(capped - 1)) capped--;
    this.cappedCount = capped;
    this.factor = (budget - capped) / this.tail(capped);
  }

  /** Inclusion probability of the size at a place. */
  probability(place: number): number {
    return place < this.cappedCount ? 1 : Math.min(1, this.factor * this.size(place));
  }

  private size(place: number): number {
    return this.sizes[place] as number;
  }

  private tail(place: number): number {
    return this.tails[place] as number;
  }
}
