import { createPasswordLink, createSignInLink } from '@/server/auth/links';
import { redeemSignInToken } from '@/server/api/http/sign-in';
import type { SessionUser } from '@/server/api/trpc';
import type { TestContainer } from './test-container';

export const WEB_URL = 'http://127.0.0.1:3000';
const WEB_SECRET = 'a secret that signs the sessions of tests only';

/** Lets route handlers, called in this process, find the same database and blobs as the test. */
export function useAsWebProcess(world: TestContainer): void {
  process.env.DATABASE_URL = world.databaseUrl;
  process.env.WINNOW_DATA = world.container.env.dataFolder;
  process.env.WINNOW_SECRET = WEB_SECRET;
}

/** A fresh token, as the printed link has it. */
export async function signInToken(world: TestContainer, email: string): Promise<string> {
  const link = await createSignInLink({ db: world.container.db, secret: WEB_SECRET, url: WEB_URL }, email);
  return new URL(link).searchParams.get('token') ?? '';
}

/** A fresh token of a link to choose a password. */
export async function passwordToken(world: TestContainer, user: SessionUser): Promise<string> {
  const settings = { db: world.container.db, secret: WEB_SECRET, url: WEB_URL };
  return new URL(await createPasswordLink(settings, user)).searchParams.get('token') ?? '';
}

/** What the sign-in page posts. */
export function redeem(token: string, headers: Record<string, string> = {}): Promise<Response> {
  const body = new URLSearchParams({ token });
  const request = new Request(`${WEB_URL}/sign-in/confirm`, {
    method: 'POST',
    body,
    headers: { origin: WEB_URL, host: '127.0.0.1:3000', ...headers },
  });
  return redeemSignInToken(request, { params: Promise.resolve({}) });
}

/** Signs this user in; what a browser would send as its cookies from then on. */
export async function cookiesOf(world: TestContainer, user: SessionUser): Promise<string> {
  return cookieHeader(await redeem(await signInToken(world, user.email)));
}

/** What a browser sends after this answer. */
export function cookieHeader(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}
