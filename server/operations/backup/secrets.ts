import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../../env';

/** Files of the data folder that hold secrets, and the settings that are used in their place. */
const SECRET_FILES = ['secret', 'secret-key'] as const;
type SecretFile = (typeof SECRET_FILES)[number];
export type Secrets = Partial<Record<SecretFile, string>>;

const SETTINGS: Record<SecretFile, (env: Environment) => string | null> = {
  secret: (env) => env.secret,
  'secret-key': (env) => env.secretKey,
};

/** Those that are in use here, by setting or as a file. */
export async function readSecrets(env: Environment): Promise<Secrets> {
  const secrets: Secrets = {};
  for (const name of SECRET_FILES) {
    const value =
      SETTINGS[name](env) ?? (await readFile(join(env.dataFolder, name), 'utf8').catch(() => null));
    if (value !== null) secrets[name] = value;
  }
  return secrets;
}

export function isSecretFile(name: string): name is SecretFile {
  return SECRET_FILES.some((known) => known === name);
}

/**
 * Puts a secret where it is used from, unless a setting or a file says another one: what was sealed with that could not
 * be read any more. Returns whether it is in use here now.
 */
export async function keepSecret(env: Environment, name: SecretFile, value: string): Promise<boolean> {
  const used = (await readSecrets(env))[name];
  if (used !== undefined) return used === value;
  await mkdir(env.dataFolder, { recursive: true, mode: 0o700 });
  await writeFile(join(env.dataFolder, name), value, { mode: 0o600, flag: 'wx' });
  return true;
}
