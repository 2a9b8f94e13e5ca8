import type { Access } from '@/lib/contracts/access';
import { roleAllows } from '@/lib/contracts/access';
import { scopeAllows } from '@/lib/contracts/api-key';
import type { Role } from '@/lib/contracts/project';
import { AppError } from '@/lib/errors';
import type { SessionUser } from '../api/trpc';
import type { DatabaseClient } from '../db/client';

/** Said of what only some may do: who may. */
const WHO: Record<Access, string> = {
  member: 'members',
  viewer: 'owners, leads and viewers',
  annotator: 'owners, leads and annotators',
  lead: 'owners and leads',
  owner: 'owners',
};

/**
 * Like requireRole, and where a program asks with a key, only in the key's project and only as far as the key goes.
 *
 * @throws AppError as requireRole
 */
export async function requireAccess(
  db: DatabaseClient,
  user: SessionUser,
  projectId: string,
  needed: Access,
): Promise<Role> {
  const { key } = user;
  if (key && key.projectId !== projectId) throw new AppError('not-found', 'There is no such project.');
  const held = await requireRole(db, user.id, projectId, needed);
  if (key && !scopeAllows(key.scope, needed)) {
    throw new AppError(
      'forbidden',
      `This API key has the scope “${key.scope}”, which does not go that far.`,
      needed === 'owner' ? 'Only people can do it, on Winnow’s pages.' : 'Use a key with a wider scope.',
    );
  }
  return held;
}

/** @throws AppError `not-found` for whoever is no member (so that ids cannot be guessed), `forbidden` for another role */
export async function requireRole(
  db: DatabaseClient,
  userId: string,
  projectId: string,
  needed: Access,
): Promise<Role> {
  const membership = await db.membership.findUnique({ where: { projectId_userId: { projectId, userId } } });
  if (!membership) throw new AppError('not-found', 'There is no such project.');
  if (!roleAllows(membership.role, needed)) {
    throw new AppError(
      'forbidden',
      `This is for ${WHO[needed]}; your role in this project is “${membership.role}”.`,
      'Ask an owner of the project.',
    );
  }
  return membership.role;
}
