/** What was drawn, in order of choice. */
export interface Drawn {
  readonly rows: Int32Array;
  readonly inclusionProbabilities: Float64Array;
  readonly notes: readonly string[];
}

/** What to say where rows of size 0 had to be taken. */
export function topUpNotes(count: number): string[] {
  if (count === 0) return [];
  return [
    `Only scores above 0 can be drawn in proportion: ${count.toLocaleString('en')} of score 0 were topped up at random.`,
  ];
}
