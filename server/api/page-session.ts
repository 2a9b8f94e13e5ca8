import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { userOf } from './http/session';
import type { SessionUser } from './trpc';

/** For pages and layouts. Whoever is not signed in is sent to the sign-in page. */
export async function currentUser(): Promise<SessionUser> {
  const user = await userOf(await headers());
  if (!user) redirect('/sign-in');
  return user;
}
