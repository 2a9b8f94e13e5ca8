import { join } from 'node:path';
import type { Environment } from '../env';
import { secretFromFile } from '../secret-file';

/** What signs sessions: given, or made once and kept beside the data. */
export async function authSecret(env: Environment): Promise<string> {
  return env.secret ?? (await secretFromFile(join(env.dataFolder, 'secret')));
}
