import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { magicLink } from 'better-auth/plugins/magic-link';
import { PASSWORD_LENGTH, PASSWORD_LINK_HOURS } from '@/lib/contracts/account';
import type { Database } from '../db/client';
import { SESSION_DAYS } from './session-age';

const DAY_SECONDS = 24 * 3600;
const LINK_SECONDS = 3600;

export interface AuthSettings {
  readonly db: Database;
  readonly secret: string;
  /** Address under which browsers reach Winnow. */
  readonly url: string;
}

/**
 * Sessions by password and by one-time links; no sign-up, no e-mail. `deliver` is handed the token of each link; only its
 * hash is stored. Winnow makes links itself (links.ts), never at a visitor's request.
 */
export function createAuth(settings: AuthSettings, deliver: (token: string) => void = () => undefined) {
  return betterAuth({
    secret: settings.secret,
    baseURL: settings.url,
    basePath: '/api/auth',
    database: prismaAdapter(settings.db, { provider: 'postgresql' }),
    trustedOrigins: sameMachineOrigins(settings.url),
    // Never prolonged; session-age.ts ends it earlier.
    session: { expiresIn: SESSION_DAYS * DAY_SECONDS, disableSessionRefresh: true },
    advanced: cookiesFor(settings.url),
    user: { additionalFields: { lastSeenAt: { type: 'date', required: false, input: false } } },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
      resetPasswordTokenExpiresIn: PASSWORD_LINK_HOURS * 3600,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: ({ token }) => Promise.resolve(deliver(token)),
    },
    verification: { storeIdentifier: { default: 'plain', overrides: { 'reset-password:': 'hashed' } } },
    // In the database, so that neither a restart nor a second web process forgets.
    rateLimit: {
      enabled: true,
      storage: 'database',
      customRules: { '/sign-in/email': { window: 60, max: 20 } },
    },
    telemetry: { enabled: false },
    logger: { level: 'error' },
    plugins: [
      magicLink({
        expiresIn: LINK_SECONDS,
        disableSignUp: true,
        storeToken: 'hashed',
        rateLimit: { window: 60, max: 20 },
        sendMagicLink: ({ token }) => deliver(token),
      }),
    ],
  });
}

/**
 * Over https, cookies that the browser takes from this very host over https only, whatever another host of the domain
 * sets. Browsers refuse such names over http.
 */
function cookiesFor(url: string) {
  const secure = url.startsWith('https:');
  return {
    useSecureCookies: false,
    cookiePrefix: secure ? '__Host-better-auth' : 'better-auth',
    defaultCookieAttributes: { httpOnly: true, path: '/', sameSite: 'lax', secure },
  } as const;
}

export type Auth = ReturnType<typeof createAuth>;

/** A browser may say `localhost` where Winnow says 127.0.0.1. */
function sameMachineOrigins(url: string): string[] {
  const { protocol, hostname, port } = new URL(url);
  const local = ['localhost', '127.0.0.1', '[::1]'];
  const suffix = port ? `:${port}` : '';
  return local.includes(hostname) ? local.map((name) => `${protocol}//${name}${suffix}`) : [];
}
