/** One thing that was looked at. */
export interface Finding {
  readonly check: string;
  readonly state: 'ok' | 'warning' | 'problem';
  /** what was found */
  readonly message: string;
  /** what to do; empty where nothing is */
  readonly remedy: string;
}

type Find = (message: string, remedy?: string) => Finding;

/** Findings of one check. */
export function findingsOf(check: string): {
  readonly ok: Find;
  readonly warning: Find;
  readonly problem: Find;
} {
  const as =
    (state: Finding['state']): Find =>
    (message, remedy = '') => ({ check, state, message, remedy });
  return { ok: as('ok'), warning: as('warning'), problem: as('problem') };
}
