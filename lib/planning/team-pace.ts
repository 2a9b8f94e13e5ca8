const DAY = 86_400_000;
/** Days that the pace looks back on. */
export const PACE_DAYS = 28;

export interface TeamPace {
  /** answers a calendar day, weekends and pauses included */
  readonly answersPerDay: number;
  /** days that it was taken over */
  readonly days: number;
  readonly answers: number;
}

/**
 * Answers a calendar day: those of the last 28 days over the days since the first of them, at least one day.
 *
 * Why calendar days: weekends, holidays and waiting for a retraining are in it, so that a date can be read off it.
 *
 * @param answers people's answers in the last 28 days
 * @param first when the first of them was given
 * @returns null where nobody answered. O(1)
 */
export function teamPace(answers: number, first: Date | null, now: Date): TeamPace | null {
  if (answers === 0 || first === null) return null;
  const days = Math.max(1, (now.getTime() - first.getTime()) / DAY);
  return { answersPerDay: answers / days, days, answers };
}

/** When so many answers are given at this pace; null without a pace, or beyond a hundred years. */
export function dateOfAnswers(answers: number, pace: TeamPace | null, now: Date): Date | null {
  if (pace === null) return null;
  const days = answers / pace.answersPerDay;
  return days <= 36_525 ? new Date(now.getTime() + days * DAY) : null;
}
