import { randomUUID } from 'node:crypto';
import type { Database } from '../db/client';

/** The account that `npm start` signs in. Made at the first start; there is no sign-up. */
export async function ensureOwner(db: Database, email: string): Promise<{ id: string; email: string }> {
  return db.user.upsert({
    where: { email },
    update: {},
    create: { id: randomUUID(), email, name: 'Owner', emailVerified: true },
    select: { id: true, email: true },
  });
}
