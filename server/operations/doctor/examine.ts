import pino from 'pino';
import { toAppError } from '@/lib/errors';
import { createContainer } from '../../container';
import type { Container } from '../../container';
import { findEmbeddedDatabase } from '../../db/embedded';
import { queryOf } from '../../db/query';
import type { Query } from '../../db/query';
import { reachDatabase } from '../../db/reach-database';
import type { Environment } from '../../env';
import { unreadableSecrets } from '../sealed-values';
import { checkBlobStore, checkReferences } from './check-blobs';
import { checkSchema, checkServer, checkWorkers } from './check-database';
import { checkDataFolder, checkEngine, checkNode, checkPort, checkSecretFiles } from './check-machine';
import { findingsOf } from './finding';
import type { Finding } from './finding';

/**
 * Looks at everything that Winnow needs; starts nothing, and leaves nothing behind.
 *
 * @param options.deep also compares all blobs with what the database names
 */
export async function examine(env: Environment, options: { readonly deep: boolean }): Promise<Finding[]> {
  const findings = [checkNode(), ...(await checkDataFolder(env)), ...(await checkSecretFiles(env))];
  const databaseUrl = env.databaseUrl ?? (await findEmbeddedDatabase(env.dataFolder));
  if (!databaseUrl) {
    const { warning } = findingsOf('database');
    findings.push(
      warning('the embedded PostgreSQL does not run', 'Start Winnow (`npm start`) and ask again.'),
    );
  }
  const container = createContainer(env, databaseUrl ?? 'postgresql://none', pino({ level: 'silent' }));
  try {
    if (databaseUrl) findings.push(...(await examineDatabase(container, databaseUrl, options.deep)));
    // A store that nothing was ever put into is made by the first start.
    if (databaseUrl) findings.push(await checkBlobStore(container.blobs));
    findings.push(await checkEngine(container), await checkPort(env));
  } finally {
    await container.db.$disconnect();
  }
  return findings;
}

async function examineDatabase(container: Container, databaseUrl: string, deep: boolean): Promise<Finding[]> {
  const { problem } = findingsOf('database');
  let client;
  try {
    client = await reachDatabase(databaseUrl, 0);
  } catch (error) {
    const { message, remedy } = toAppError(error);
    return [problem(message, remedy)];
  }
  try {
    const query = queryOf(client);
    const schema = await checkSchema(query);
    const findings = [...(await checkServer(query)), schema];
    // Tables that are not there yet tell nothing.
    if (schema.state !== 'ok') return findings;
    return [...findings, ...(await examineRows(container, query, deep))];
  } finally {
    await client.end();
  }
}

async function examineRows(container: Container, query: Query, deep: boolean): Promise<Finding[]> {
  const { ok, problem } = findingsOf('secrets');
  const unreadable = await unreadableSecrets(container);
  return [
    unreadable === 0
      ? ok('the key opens everything that was sealed')
      : problem(
          `${unreadable} sealed tokens cannot be read with the key of this machine`,
          'Set WINNOW_SECRET_KEY to the key that they were sealed with, or connect those platforms and webhooks again.',
        ),
    ...(await checkWorkers(query)),
    ...(deep ? [await checkReferences(query, container.blobs)] : []),
  ];
}
