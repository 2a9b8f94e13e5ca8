import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { magicLink } from 'better-auth/plugins/magic-link';
import type { Database } from '../db/client';

const DAY_SECONDS = 24 * 3600;
const SESSION_SECONDS = 30 * DAY_SECONDS;
const LINK_SECONDS = 3600;

export interface AuthSettings {
  readonly db: Database;
  readonly secret: string;
  /** Address under which browsers reach Winnow. */
  readonly url: string;
}

/**
 * Sessions by one-time links, and by nothing else: no passwords, no sign-up, no e-mail. `deliver` is handed each token;
 * only its hash is stored. Winnow makes links itself (sign-in-link.ts), never at a visitor's request.
 */
export function createAuth(settings: AuthSettings, deliver: (token: string) => void = () => undefined) {
  return betterAuth({
    secret: settings.secret,
    baseURL: settings.url,
    basePath: '/api/auth',
    database: prismaAdapter(settings.db, { provider: 'postgresql' }),
    trustedOrigins: sameMachineOrigins(settings.url),
    session: { expiresIn: SESSION_SECONDS, updateAge: DAY_SECONDS },
    rateLimit: { enabled: true },
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

export type Auth = ReturnType<typeof createAuth>;

/** A browser may say `localhost` where Winnow says 127.0.0.1. */
function sameMachineOrigins(url: string): string[] {
  const { protocol, hostname, port } = new URL(url);
  const local = ['localhost', '127.0.0.1', '[::1]'];
  const suffix = port ? `:${port}` : '';
  return local.includes(hostname) ? local.map((name) => `${protocol}//${name}${suffix}`) : [];
}
