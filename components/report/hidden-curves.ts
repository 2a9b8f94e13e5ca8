/** Curves left out of the chart stand in the URL as their places in the report: `1.3`. */
export function parseHiddenCurves(text: string | null, curves: number): ReadonlySet<number> {
  const indices = (text ?? '').split('.').filter(Boolean).map(Number);
  const known = new Set(indices.filter((index) => Number.isInteger(index) && index >= 0 && index < curves));
  return known.size < curves ? known : new Set();
}

export function formatHiddenCurves(hidden: ReadonlySet<number>): string | null {
  return hidden.size === 0 ? null : [...hidden].sort((left, right) => left - right).join('.');
}
