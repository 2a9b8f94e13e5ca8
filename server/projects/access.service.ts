import type { Role } from '@/lib/contracts/project';
import { AppError } from '@/lib/errors';
import type { DatabaseClient } from '../db/client';

/** Each role may do all that the ones after it may. */
const RANK: Record<Role, number> = { owner: 3, lead: 2, annotator: 1, viewer: 0 };

export function roleAllows(held: Role, needed: Role): boolean {
  return RANK[held] >= RANK[needed];
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
