import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Container } from '../../container';
import type { Environment } from '../../env';
import { findKeptSecret, sharedKey } from '../../kept-secret';
import type { SecretName } from '../../kept-secret';

const SECRET_NAMES: readonly SecretName[] = ['secret', 'secret-key'];
export type Secrets = Partial<Record<SecretName, string>>;
type World = Pick<Container, 'env' | 'blobs'>;

/** The settings that are used in place of what is kept. */
const SETTINGS: Record<SecretName, (env: Environment) => string | null> = {
  secret: (env) => env.secret,
  'secret-key': (env) => env.secretKey,
};

/** Those that are in use here, by setting or as they are kept. */
export async function readSecrets(world: World): Promise<Secrets> {
  const secrets: Secrets = {};
  for (const name of SECRET_NAMES) {
    const value = SETTINGS[name](world.env) ?? (await findKeptSecret(world, name));
    if (value !== null) secrets[name] = value;
  }
  return secrets;
}

export function isSecretFile(name: string): name is SecretName {
  return SECRET_NAMES.some((known) => known === name);
}

/**
 * Puts a secret where it is used from, unless a setting or a file says another one: what was sealed with that could not
 * be read any more. Returns whether it is in use here now.
 */
export async function keepSecret(world: World, name: SecretName, value: string): Promise<boolean> {
  const { env, blobs } = world;
  const used = (await readSecrets(world))[name];
  if (used !== undefined) return used === value;
  if (env.blobs.kind === 's3') {
    await blobs.put(sharedKey(name), Buffer.from(value));
    return true;
  }
  await mkdir(env.dataFolder, { recursive: true, mode: 0o700 });
  await writeFile(join(env.dataFolder, name), value, { mode: 0o600, flag: 'wx' });
  return true;
}
