import { AppError } from '@/lib/errors';
import { createAuth } from './auth';
import type { Auth, AuthSettings } from './auth';

/** A fresh link that signs this user in, once and within the hour. The page behind it asks for a click. */
export async function createSignInLink(settings: AuthSettings, email: string): Promise<string> {
  const token = await tokenOf(settings, (auth) =>
    auth.api.signInMagicLink({ body: { email }, headers: new Headers() }),
  );
  return linkTo(settings, '/sign-in', token);
}

/**
 * A fresh link to choose a password, once and within PASSWORD_LINK_HOURS. Earlier links of the account stop working.
 * Choosing ends all sessions of the account.
 */
export async function createPasswordLink(
  settings: AuthSettings,
  user: { readonly id: string; readonly email: string },
): Promise<string> {
  await voidPasswordLinks(settings.db, user.id);
  const token = await tokenOf(settings, (auth) =>
    auth.api.requestPasswordReset({ body: { email: user.email } }),
  );
  return linkTo(settings, '/sign-in/choose', token);
}

/** better-auth keeps whose password a link changes as the value, and nothing else with a user's bare id. */
export async function voidPasswordLinks(
  db: Pick<AuthSettings['db'], 'verification'>,
  userId: string,
): Promise<void> {
  await db.verification.deleteMany({ where: { value: userId } });
}

/** Whose password the link changes; null for one that was used, is too old or never was. */
export async function findPasswordLink(
  auth: Auth,
  token: string,
): Promise<{ readonly id: string; readonly email: string; readonly name: string } | null> {
  const { internalAdapter } = await auth.$context;
  const found = await internalAdapter.findVerificationValue(`reset-password:${token}`);
  if (!found || found.expiresAt <= new Date()) return null;
  return internalAdapter.findUserById(found.value);
}

async function tokenOf(settings: AuthSettings, ask: (auth: Auth) => Promise<unknown>): Promise<string> {
  let token: string | null = null;
  await ask(createAuth(settings, (made) => (token = made)));
  if (!token) throw new AppError('internal', 'No link was made.');
  return token;
}

function linkTo({ url }: AuthSettings, path: string, token: string): string {
  const link = new URL(path, url);
  link.searchParams.set('token', token);
  return link.toString();
}
