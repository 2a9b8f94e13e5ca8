import { z } from 'zod';

/** Characters. The upper end only keeps anybody from making the server hash a book. */
export const PASSWORD_LENGTH = { min: 10, max: 128 } as const;

export const passwordSchema = z
  .string()
  .min(PASSWORD_LENGTH.min, `A password has at least ${PASSWORD_LENGTH.min} characters.`)
  .max(PASSWORD_LENGTH.max, `A password has at most ${PASSWORD_LENGTH.max} characters.`);

/** How long a link to choose a password works. */
export const PASSWORD_LINK_HOURS = 72;

/** As accounts are stored: addresses that differ in case only are one. */
export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email('This is no e-mail address.').max(254));

export const personNameSchema = z.string().trim().min(1, 'A person needs a name.').max(80);

export interface AccountView {
  readonly name: string;
  readonly email: string;
  readonly hasPassword: boolean;
  /** Only owners and leads of a project may make more projects, and who runs this Winnow. */
  readonly mayCreateProjects: boolean;
  /** Sees the workers and everybody's jobs. */
  readonly runsWinnow: boolean;
}

export interface SessionView {
  readonly id: string;
  /** the one that asks */
  readonly isCurrent: boolean;
  readonly userAgent: string | null;
  readonly ipAddress: string | null;
  readonly createdAt: Date;
}
