import { AppError } from '@/lib/errors';
import { createAuth } from './auth';
import type { AuthSettings } from './auth';

/** A fresh link that signs this user in, once and within the hour. The page behind it asks for a click. */
export async function createSignInLink(settings: AuthSettings, email: string): Promise<string> {
  let token: string | null = null;
  const auth = createAuth(settings, (made) => (token = made));
  await auth.api.signInMagicLink({ body: { email }, headers: new Headers() });
  if (!token) throw new AppError('internal', 'No sign-in link was made.');
  const link = new URL('/sign-in', settings.url);
  link.searchParams.set('token', token);
  return link.toString();
}
