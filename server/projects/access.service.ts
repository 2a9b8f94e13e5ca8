import type { Role } from '@/lib/contracts/project';
import { AppError } from '@/lib/errors';
import type { SessionUser } from '../api/trpc';
import type { DatabaseClient } from '../db/client';

/** Each role may do all that the ones after it may. */
const RANK: Record<Role, number> = { owner: 3, lead: 2, annotator: 1, viewer: 0 };

export function roleAllows(held: Role, needed: Role): boolean {
  return RANK[held] >= RANK[needed];
}

/**
 * Like requireRole, and where a program asks with a key, only in the key's project and only as far as the key goes.
 *
 * @throws AppError as requireRole
 */
export async function requireAccess(
  db: DatabaseClient,
  user: SessionUser,
  projectId: string,
  needed: Role,
): Promise<Role> {
  const { key } = user;
  if (key && key.projectId !== projectId) throw new AppError('not-found', 'There is no such project.');
  const held = await requireRole(db, user.id, projectId, needed);
  if (key && !roleAllows(key.role, needed)) {
    throw new AppError(
      'forbidden',
      `This needs the role “${needed}”; this API key has “${key.role}”.`,
      needed === 'owner' ? 'Only people can do it, on Winnow’s pages.' : 'Use a key with a wider scope.',
    );
  }
  return held;
}

/** @throws AppError `not-found` for whoever is no member (so that ids cannot be guessed), `forbidden` for too low a role */
export async function requireRole(
  db: DatabaseClient,
  userId: string,
  projectId: string,
  needed: Role,
): Promise<Role> {
  const membership = await db.membership.findUnique({ where: { projectId_userId: { projectId, userId } } });
  if (!membership) throw new AppError('not-found', 'There is no such project.');
  if (!roleAllows(membership.role, needed)) {
    throw new AppError(
      'forbidden',
      `This needs the role “${needed}”; you are “${membership.role}”.`,
      'Ask the owner.',
    );
  }
  return membership.role;
}
