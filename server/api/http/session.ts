import type { Access } from '@/lib/contracts/access';
import type { Role } from '@/lib/contracts/project';
import { AppError } from '@/lib/errors';
import type { Container } from '../../container';
import { userOfKey } from '../../api-keys/api-keys.service';
import { useSession } from '../../auth/session-age';
import { noteWork } from '../../operations/watching/current-work';
import { requireAccess } from '../../projects/access.service';
import type { SessionUser } from '../trpc';
import { webProcess } from '../web-process';
import { errorResponse } from './error-response';
import { checkOrigin } from './origin';

export interface SignedIn {
  readonly container: Container;
  readonly user: SessionUser;
}

/** Being seen is written down at most that often: reading must not become writing. */
const SEEN_EVERY_MS = 5 * 60_000;

/** Who asks; null without a valid session. */
export async function userOf(headers: Headers): Promise<SessionUser | null> {
  const { auth, container } = await webProcess();
  const found = await auth.api.getSession({ headers }).catch((error: unknown) => {
    // The library keeps to itself what went wrong; it is always the database.
    throw new AppError('unavailable', 'Who you are cannot be looked up now.', 'Try again in a moment.', {
      cause: error,
    });
  });
  if (!found) return null;
  const { user, session } = found;
  if (!(await useSession(container, session, new Date()))) return null;
  await noteSeen(container, user);
  return { id: user.id, name: user.name, email: user.email, sessionId: session.id };
}

async function noteSeen(
  { db }: Container,
  { id, lastSeenAt }: { readonly id: string; readonly lastSeenAt?: Date | null },
): Promise<void> {
  const at = new Date();
  if (lastSeenAt && at.getTime() - lastSeenAt.getTime() < SEEN_EVERY_MS) return;
  await db.user.updateMany({ where: { id }, data: { lastSeenAt: at } });
}

/**
 * Who asks, by API key or by session. Browsers never send a key by themselves, so that its requests may come from
 * anywhere.
 *
 * @throws AppError `unauthenticated`, or `forbidden` for a writing request that another site made
 */
export async function requireUser(request: Request): Promise<SignedIn> {
  const { container } = await webProcess();
  const key = /^Bearer\s+(\S+)\s*$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (key) return { container, user: await userOfKey(container, key) };
  checkOrigin(request, container.env.url);
  const user = await userOf(request.headers);
  if (!user) throw new AppError('unauthenticated', 'You are not signed in.', 'Sign in and try again.');
  return { container, user };
}

/** @throws AppError as requireUser; `not-found` for whoever is no member, `forbidden` for another role */
export async function requireMember(
  request: Request,
  projectId: string,
  access: Access,
): Promise<SignedIn & { readonly role: Role }> {
  const signedIn = await requireUser(request);
  noteWork({ userId: signedIn.user.id, projectId });
  const role = await requireAccess(signedIn.container.db, signedIn.user, projectId, access);
  return { ...signedIn, role };
}

/** A route handler whose errors become responses: `export const GET = handle(async (request, { projectId }) => …)`. */
export function handle<Parameters = Record<never, string>>(
  respond: (request: Request, parameters: Parameters) => Promise<Response>,
) {
  return async (request: Request, context: { params: Promise<Parameters> }): Promise<Response> => {
    try {
      const parameters = await context.params;
      // A route without any has none to await.
      const parts = Object.values(parameters ?? {});
      if (parts.flat().some(holdsNul)) {
        throw new AppError('not-found', 'There is nothing at this address.');
      }
      return await respond(request, parameters);
    } catch (error) {
      const { container } = await webProcess();
      return errorResponse(error, container.log);
    }
  };
}

/** The database takes no such text, and nothing is called so. */
function holdsNul(part: unknown): boolean {
  return typeof part === 'string' && /\0|%00/.test(part);
}
