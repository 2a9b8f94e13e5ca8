import { describe, expect, it } from 'vitest';
import { createRandom } from '@/lib/numeric/random';
import { eliminationOrder } from '@/lib/selections/elimination-order';
import { InclusionNormalizer } from '@/lib/selections/inclusion-normalizer';
import { schemeByName } from '@/lib/selections/registry';
import { select } from '@/lib/selections/select';
import { readReference } from '@/tests/support/read-reference';

interface SelectionReference {
  scores: number[];
  cases: { exponent: number; budget: number; probabilities: number[] }[];
}

const reference = readReference<SelectionReference>('selections');

function choose(
  name: string,
  scores: readonly number[],
  budget: number,
  seed: number,
  parameters: unknown = {},
) {
  const ids = BigUint64Array.from(scores, (_, row) => BigInt(row));
  return select(schemeByName(name), { scores: Float32Array.from(scores), ids, budget, seed }, parameters);
}

/** How often each row is chosen, over seeds 0 … trials − 1. */
function frequencies(
  name: string,
  scores: readonly number[],
  budget: number,
  trials: number,
  parameters: unknown = {},
) {
  const counts = new Float64Array(scores.length);
  for (let seed = 0; seed < trials; seed++) {
    for (const row of choose(name, scores, budget, seed, parameters).rows) counts[row]!++;
  }
  return counts.map((count) => count / trials);
}

/** Five standard deviations of a frequency. */
const tolerance = (probability: number, trials: number): number =>
  5 * Math.sqrt((probability * (1 - probability)) / trials) + 1e-9;

describe('random', () => {
  it('gives every row the chance budget / n, and pairs theirs', () => {
    const trials = 4000;
    const scores = new Array<number>(12).fill(1);
    const expected = 5 / 12;
    for (const frequency of frequencies('random', scores, 5, trials)) {
      expect(Math.abs(frequency - expected)).toBeLessThan(tolerance(expected, trials));
    }
    let both = 0;
    for (let seed = 0; seed < trials; seed++) {
      const { rows } = choose('random', scores, 5, seed);
      if (rows.includes(3) && rows.includes(4)) both++;
    }
    const pair = (5 * 4) / (12 * 11);
    expect(Math.abs(both / trials - pair)).toBeLessThan(tolerance(pair, trials));
  });
});

describe('the largest-gradient schemes', () => {
  const scores = Array.from({ length: 40 }, (_, row) => (row * 17) % 40);

  it('max-gradient takes the largest, largest first, ties by id', () => {
    expect(Array.from(choose('max-gradient', scores, 5, 1).rows, (row) => scores[row])).toEqual([
      39, 38, 37, 36, 35,
    ]);
    expect([...choose('max-gradient', [1, 2, 1, 2], 3, 1).rows]).toEqual([1, 3, 0]);
  });

  it('non-extreme leaves floor(0.05 n) out and takes them back last, smallest first', () => {
    const chosen = Array.from(choose('non-extreme-max-gradient', scores, 40, 1).rows, (row) => scores[row]);
    expect(chosen.slice(0, 3)).toEqual([37, 36, 35]);
    expect(chosen.slice(37)).toEqual([0, 38, 39]);
    expect(scores[choose('non-extreme-max-gradient', scores.slice(0, 19), 1, 1).rows[0] as number]).toBe(
      Math.max(...scores.slice(0, 19)),
    );
  });
});

describe('gradient-cdf', () => {
  const scores = [5, 3, 1, 0.5, 0.5];

  it('has the law of two draws without replacement, by enumeration', () => {
    const total = 10;
    const expected = scores.map((score, row) =>
      scores.reduce(
        (sum, first, other) => (other === row ? sum : sum + (first / total) * (score / (total - first))),
        score / total,
      ),
    );
    expected.forEach((value, row) =>
      expect(value).toBeCloseTo([0.822, 0.664, 0.255, 0.13, 0.13][row] as number, 2),
    );
    const trials = 6000;
    frequencies('gradient-cdf', scores, 2, trials).forEach((frequency, row) => {
      expect(Math.abs(frequency - (expected[row] as number))).toBeLessThan(
        tolerance(expected[row] as number, trials),
      );
    });
  });

  it('puts the first draw in proportion to the score', () => {
    const trials = 6000;
    frequencies('gradient-cdf', scores, 1, trials).forEach((frequency, row) => {
      const expected = (scores[row] as number) / 10;
      expect(Math.abs(frequency - expected)).toBeLessThan(tolerance(expected, trials));
    });
  });

  it.each([[[5, 3, 1, 0.5, 0.5, 0.2]], [[2, 1, 0, 0, 0, 0]], [[0, 0, 0, 0, 0, 0]]])(
    'inverse inclusion probabilities estimate sums without bias: %j',
    (array) => {
      const trials = 6000;
      const amounts = [1, -2, 3, 4, 0.5, 7];
      const estimates = Array.from({ length: trials }, (_, seed) => {
        const { rows, inclusionProbabilities } = choose('gradient-cdf', array, 3, seed);
        return rows.reduce(
          (sum, row, place) => sum + (amounts[row] as number) / inclusionProbabilities![place]!,
          0,
        );
      });
      const mean = estimates.reduce((sum, estimate) => sum + estimate, 0) / trials;
      const variance = estimates.reduce((sum, estimate) => sum + (estimate - mean) ** 2, 0) / trials;
      expect(Math.abs(mean - 13.5)).toBeLessThan(5 * Math.sqrt(variance / trials));
    },
  );
});

describe('power', () => {
  it.each(reference.cases)(
    'has the inclusion probabilities of bisection: exponent $exponent, budget $budget',
    ({ exponent, budget, probabilities }) => {
      const { rows, inclusionProbabilities } = choose('power', reference.scores, budget, 3, { exponent });
      rows.forEach((row, place) => {
        expect(inclusionProbabilities![place]).toBeCloseTo(probabilities[row] as number, 5);
      });
    },
  );

  it('really includes with them, at every budget of one order', () => {
    const sizes = Float64Array.of(9, 4, 4, 2, 1, 1, 0.5, 0.25, 0.01);
    const trials = 6000;
    const counts = Array.from({ length: 9 }, () => new Float64Array(9));
    for (let seed = 0; seed < trials; seed++) {
      const random = createRandom(seed, 'law');
      const order = eliminationOrder(
        sizes,
        sizes.map(() => random.uniform()),
      );
      order.forEach((place, rank) => {
        for (let budget = rank + 1; budget <= 9; budget++) counts[budget - 1]![place]!++;
      });
    }
    for (let budget = 1; budget < 9; budget++) {
      const normalizer = new InclusionNormalizer(sizes);
      normalizer.lowerTo(budget);
      sizes.forEach((_, place) => {
        const expected = normalizer.probability(place);
        const frequency = counts[budget - 1]![place]! / trials;
        expect(Math.abs(frequency - expected)).toBeLessThan(tolerance(expected, trials));
      });
    }
  });

  it('normalizes exactly: the sum is the budget, none exceeds 1, ratios below the cap are those of the sizes', () => {
    const random = createRandom(2, 'sizes');
    const sizes = Float64Array.from({ length: 500 }, () => random.uniform() ** 4)
      .sort()
      .reverse();
    const normalizer = new InclusionNormalizer(sizes);
    for (let budget = 500; budget >= 1; budget -= 7) {
      normalizer.lowerTo(budget);
      const probabilities = sizes.map((_, place) => normalizer.probability(place));
      expect(Math.abs(probabilities.reduce((sum, value) => sum + value, 0) - budget)).toBeLessThan(1e-10);
      expect(Math.max(...probabilities)).toBeLessThanOrEqual(1);
      const open = Array.from(sizes.keys()).filter((place) => place >= normalizer.cappedCount);
      for (const place of open)
        expect(probabilities[place]! / sizes[place]!).toBeCloseTo(normalizer.factor, 8);
    }
  });

  it('with exponent 0 is random selection; scores of 0 come last, with equal chances', () => {
    const { inclusionProbabilities } = choose('power', [0, 1, 5, 9], 2, 1, { exponent: 0 });
    expect([...inclusionProbabilities!]).toEqual([0.5, 0.5]);
    const scores = [0, 3, 0, 1, 0, 0];
    const chosen = choose('power', scores, 3, 1);
    expect(Array.from(chosen.rows.subarray(0, 2)).sort()).toEqual([1, 3]);
    expect([...chosen.inclusionProbabilities!]).toEqual([1, 1, 0.25]);
    frequencies('power', scores, 3, 4000).forEach((frequency, row) => {
      const expected = scores[row] === 0 ? 0.25 : 1;
      expect(Math.abs(frequency - expected)).toBeLessThan(tolerance(expected, 4000));
    });
  });

  it('prefers small scores with a negative exponent, and a floor keeps one near 0 from taking all', () => {
    const scores = [1e-38, ...new Array<number>(999).fill(1)];
    const trials = 400;
    const frequency = frequencies('power', scores, 5, trials, { exponent: -0.5 })[0] as number;
    // its size is that of the floor, 1.8e-4 of the largest score, against 999 others of size 1
    const size = ((Math.exp(10) + 2 + Math.exp(-10)) / 4) ** 0.5;
    const expected = (5 * size) / (size + 999);
    expect(Math.abs(frequency - expected)).toBeLessThan(tolerance(expected, trials));
  });

  it('weights by the inverse probability, clipped at 20 times the median', () => {
    const scores = [...new Array<number>(50).fill(1), ...new Array<number>(50).fill(1e-6)];
    const parameters = { exponent: 1, weighting: 'inverse-probability' };
    const { weights, inclusionProbabilities } = choose('power', scores, 60, 1, parameters);
    const inverse = inclusionProbabilities!.map((probability) => 1 / probability);
    expect([...weights]).toEqual([...inverse]);
    const skewed = choose('power', [...scores.slice(0, 99), 1e-12], 99, 1, parameters);
    expect(Math.max(...skewed.weights)).toBeLessThanOrEqual(20 * skewed.weights.toSorted()[49]! + 1e-9);
    expect(choose('power', scores, 60, 1).weights.every((weight) => weight === 1)).toBe(true);
  });
});
