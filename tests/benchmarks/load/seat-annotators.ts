import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { createSignInLink } from '@/server/auth/links';
import { connectDatabase } from '@/server/db/client';
import { findEmbeddedDatabase } from '@/server/db/embedded';
import type { StartedServer } from '../../support/started-server';
import { signIn, type SignedInClient } from '../signed-in-client';

/** So many members of a project, each signed in by a link of their own. */
export async function seatAnnotators(
  server: StartedServer,
  dataFolder: string,
  projectId: string,
  count: number,
): Promise<SignedInClient[]> {
  const databaseUrl = await findEmbeddedDatabase(dataFolder);
  if (!databaseUrl) throw new Error('The server has no database that runs.');
  const secret = (await readFile(join(dataFolder, 'secret'), 'utf8')).trim();
  const db = connectDatabase(databaseUrl);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const clients: SignedInClient[] = [];
    for (let person = 0; person < count; person++) {
      const id = `annotator-${person}`;
      const email = `${id}@example.org`;
      await db.user.create({ data: { id, name: `Annotator ${person}`, email } });
      await db.membership.create({ data: { projectId, userId: id, role: 'annotator' } });
      const link = await createSignInLink({ db, secret, url: server.url }, email);
      // Nobody signs in 200 people from one address within a minute, and Winnow does not let them.
      await client.query('DELETE FROM "RateLimit"');
      clients.push(await signIn({ url: server.url, link: new URL(link) }));
    }
    return clients;
  } finally {
    await client.end();
    await db.$disconnect();
  }
}
