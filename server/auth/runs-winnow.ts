import { AppError } from '@/lib/errors';
import type { SessionUser } from '../api/trpc';
import type { Container } from '../container';

/** Whether this is the account of whoever runs this Winnow, by its settings. */
export function runsWinnow({ env }: Container, { email }: SessionUser): boolean {
  return email === env.ownerEmail;
}

/** @throws AppError `forbidden` for everybody else */
export function requireOperator(container: Container, user: SessionUser): void {
  if (runsWinnow(container, user)) return;
  throw new AppError(
    'forbidden',
    'This is for whoever runs this Winnow.',
    'Ask them: it shows all projects’ work.',
  );
}
