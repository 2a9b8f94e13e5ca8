/** 1 / (1 + e^−z), without overflow at either end. */
export function logistic(value: number): number {
  const decay = Math.exp(-Math.abs(value));
  return value >= 0 ? 1 / (1 + decay) : decay / (1 + decay);
}

/** ln(1 + e^−z): the loss of a logit z for the label it speaks for. */
export function logisticLoss(value: number): number {
  return Math.log1p(Math.exp(-Math.abs(value))) + Math.max(0, -value);
}
