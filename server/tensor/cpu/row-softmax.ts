import type { FusedScore } from '@/lib/surrogates/tensor-engine';

/** x · W + b of one row in float64. `logits` is written; parameters are (d + 1) × K, see SoftmaxObjective. */
export function rowLogits(row: Float32Array, parameters: Float64Array, logits: Float64Array): void {
  const classes = logits.length;
  const biases = row.length * classes;
  for (let k = 0; k < classes; k++) logits[k] = parameters[biases + k] as number;
  for (let column = 0; column < row.length; column++) {
    const value = row[column] as number;
    if (value === 0) continue;
    const offset = column * classes;
    for (let k = 0; k < classes; k++) (logits[k] as number) += value * (parameters[offset + k] as number);
  }
}

/** Turns logits into probabilities in place and returns ln Σ exp(logit), without overflow at any size of logit. */
export function softmaxInPlace(logits: Float64Array): number {
  let largest = -Infinity;
  for (const logit of logits) largest = Math.max(largest, logit);
  let sum = 0;
  for (let k = 0; k < logits.length; k++) sum += logits[k] = Math.exp((logits[k] as number) - largest);
  for (let k = 0; k < logits.length; k++) (logits[k] as number) /= sum;
  return largest + Math.log(sum);
}

/**
 * Every fused score of one row (definitions: lib/scores).
 *
 * All are 0 where one class has all the probability, and differences such as 1 − p would leave nothing but rounding
 * there. So each is built from sums over the classes other than the likeliest, which keep their relative precision.
 */
export function rowScores(probabilities: Float64Array, featureNorm: number): Record<FusedScore, number> {
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
