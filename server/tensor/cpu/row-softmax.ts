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
