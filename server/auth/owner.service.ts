import { randomUUID } from 'node:crypto';
import type { Container } from '../container';
import { createSampleProject } from '../projects/sample.service';

/** The account that `npm start` signs in. Made at the first start, with the sample; there is no sign-up. */
export async function ensureOwner(container: Container): Promise<{ id: string; email: string }> {
  const { db, env } = container;
  const where = { email: env.ownerEmail };
  const select = { id: true, email: true };
  const known = await db.user.findUnique({ where, select });
  if (known) return known;
  try {
    return await db.$transaction(async (tx) => {
      const firstStart = (await tx.user.count()) === 0;
      const owner = await tx.user.create({
        data: { id: randomUUID(), email: env.ownerEmail, name: 'Owner', emailVerified: true },
        select,
      });
      if (firstStart && env.sample) await createSampleProject(container, tx, owner.id);
      return owner;
    });
  } catch (error) {
    // Two first starts on one database: the other one has made it.
    const made = await db.user.findUnique({ where, select });
    if (made) return made;
    throw error;
  }
}
