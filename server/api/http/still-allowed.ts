import type { Access } from '@/lib/contracts/access';
import { AppError } from '@/lib/errors';
import { keyWorks } from '../../api-keys/api-keys.repository';
import { sessionWorks } from '../../auth/session-age';
import { requireAccess } from '../../projects/access.service';
import type { SignedIn } from './session';

/**
 * Whether whoever was let in at the beginning of a long answer would be still: not signed out, key not revoked, role not
 * taken away. Counts as no request.
 */
export async function stillAllowed(
  { container: { db }, user }: SignedIn,
  projectId: string,
  access: Access,
): Promise<boolean> {
  const at = new Date();
  const { key, sessionId } = user;
  const isIn = key ? await keyWorks(db, key.id, at) : await sessionWorks(db, sessionId ?? '', at);
  if (!isIn) return false;
  try {
    await requireAccess(db, user, projectId, access);
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}
