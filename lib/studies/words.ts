/** A share in words: "0.5 %", "20 %", "15.9 %". */
export function percentWords(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}

/** A difference of two shares in percentage points, without its sign: "1.2", "0.05". */
export function pointWords(difference: number): string {
  const points = Math.abs(difference * 100);
  return points < 0.095 ? points.toFixed(2) : points.toFixed(1);
}

/** Neighbouring fractions: "5 % … 20 %", "5 %". */
export function spanWords(from: number, to: number): string {
  return from === to ? percentWords(from) : `${percentWords(from)} … ${percentWords(to)}`;
}
