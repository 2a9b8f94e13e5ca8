import { createContainer } from '../container';
import type { Container } from '../container';
import type { Environment } from '../env';
import { createLog } from '../log';
import { openDatabase } from './open-database';

/** The container of what these settings name, running or not, for one command. @param how as `openDatabase` */
export async function withInstallation<Result>(
  env: Environment,
  how: { readonly exclusive: boolean },
  use: (container: Container, databaseUrl: string) => Promise<Result>,
): Promise<Result> {
  const log = createLog(env, 'command');
  const database = await openDatabase(env, log, how);
  try {
    const container = createContainer(env, database.url, log);
    try {
      return await use(container, database.url);
    } finally {
      await container.db.$disconnect();
    }
  } finally {
    await database.close();
  }
}
