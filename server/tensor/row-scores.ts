import type { FusedScore } from '@/lib/surrogates/tensor-engine';

/** The scores asked for, filled row after row. */
export interface ScoreColumns {
  readonly scores: Partial<Record<FusedScore, Float32Array>>;
  write(row: number, probabilities: Float64Array, featureNorm: number): void;
}

/** @param featureNorm of `write`: ‖[h; 1]‖₂ */
export function createScoreColumns(names: readonly FusedScore[], rows: number): ScoreColumns {
  const columns = names.map((name) => ({ name, values: new Float32Array(rows) }));
  return {
    scores: Object.fromEntries(columns.map(({ name, values }) => [name, values])),
    write(row, probabilities, featureNorm) {
      if (columns.length === 0) return;
      const scores = rowScores(probabilities, featureNorm);
      for (const { name, values } of columns) values[row] = scores[name];
    },
  };
}

/**
 * Every fused score of one row (definitions: lib/scores).
 *
 * All are 0 where one class has all the probability, and differences such as 1 − p would leave nothing but rounding
 * there. So each is built from sums over the classes other than the likeliest, which keep their relative precision.
 */
function rowScores(probabilities: Float64Array, featureNorm: number): Record<FusedScore, number> {
  let likeliest = 0;
  for (let k = 1; k < probabilities.length; k++) {
    if ((probabilities[k] as number) > (probabilities[likeliest] as number)) likeliest = k;
  }
  const largest = probabilities[likeliest] as number;
  let rest = 0;
  let restSquared = 0;
  let second = 0;
  let entropy = 0;
  for (let k = 0; k < probabilities.length; k++) {
    const probability = probabilities[k] as number;
    if (k === likeliest || probability === 0) continue;
    rest += probability;
    restSquared += probability * probability;
    second = Math.max(second, probability);
    entropy -= probability * Math.log(probability);
  }
  let gradient = largest * Math.sqrt(rest * rest + restSquared);
  for (let k = 0; k < probabilities.length; k++) {
    const probability = probabilities[k] as number;
    if (k === likeliest) continue;
    const others = restSquared + largest * largest - probability * probability;
    gradient += probability * Math.sqrt((1 - probability) ** 2 + others);
  }
  return {
    entropy: entropy - largest * Math.log1p(-rest),
    margin: rest + second,
    'least-confidence': rest,
    gini: rest * (1 + largest) - restSquared,
    'gradient-norm': gradient * featureNorm,
  };
}
