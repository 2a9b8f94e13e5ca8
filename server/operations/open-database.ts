import type { Logger } from 'pino';
import { findEmbeddedDatabase } from '../db/embedded';
import { KeptDatabase } from '../db/kept-database';
import type { Environment } from '../env';

export interface OpenDatabase {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * The database of this installation for one command: the one of DATABASE_URL, the embedded one where it runs, or the
 * embedded one started for the length of the command.
 *
 * @param exclusive for commands beside which no Winnow may run on the embedded database
 * @throws AppError `conflict` where one does
 */
export async function openDatabase(
  env: Environment,
  log: Logger,
  { exclusive }: { readonly exclusive: boolean },
): Promise<OpenDatabase> {
  if (env.databaseUrl) return { url: env.databaseUrl, close: () => Promise.resolve() };
  const running = exclusive ? null : await findEmbeddedDatabase(env.dataFolder);
  if (running) return { url: running, close: () => Promise.resolve() };
  const database = await KeptDatabase.start(env, log);
  return { url: database.url, close: () => database.stop() };
}
