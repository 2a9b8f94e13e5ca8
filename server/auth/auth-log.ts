import { createHash } from 'node:crypto';
import type { Container } from '../container';

/** What whoever looks for break-ins looks for; listed in docs/guides/operations.md. */
interface AuthEvent {
  readonly event: 'sign-in' | 'sign-out' | 'password-chosen' | 'password-changed' | 'sessions-ended';
  readonly by?: 'password' | 'link';
  readonly outcome: 'done' | 'refused' | 'rationed';
  /** what was typed as e-mail: who guesses types it for many accounts, and some type their password there */
  readonly tried?: string;
  readonly userId?: string;
}

/** One line of the log; request and address stand in the request's own line. Nobody is looked up for it: that takes time. */
export function noteAuth({ log }: Pick<Container, 'log'>, { tried, ...facts }: AuthEvent): void {
  const who = tried !== undefined && { account: accountMark(tried) };
  log[facts.outcome === 'done' ? 'info' : 'warn']({ ...facts, ...who }, 'authentication');
}

/** The same for the same address, in every line and after every restart. */
function accountMark(email: string): string {
  return createHash('sha256').update(email.trim().toLowerCase()).digest('hex').slice(0, 16);
}
