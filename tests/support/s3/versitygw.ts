import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The S3 server of the tests, which keeps objects as files. */
export const VERSITYGW = 'github.com/versity/versitygw/cmd/versitygw@v1.8.0';
const NAME = process.platform === 'win32' ? 'versitygw.exe' : 'versitygw';
/** of this version only, so that another is fetched when the one above changes */
export const VERSITYGW_FOLDER = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
  'winnow',
  VERSITYGW.split('/').at(-1)?.replace('@', '-') ?? '',
);

/** Why tests of S3 are skipped where it is not there. */
export const HOW_TO_INSTALL = 'versitygw is not installed; `npm run test:tools` does that where Go is';

/** The program, in the cache or on the PATH. */
export function findVersitygw(): string | null {
  const folders = [VERSITYGW_FOLDER, ...(process.env.PATH ?? '').split(delimiter)];
  return folders.map((folder) => join(folder, NAME)).find((path) => existsSync(path)) ?? null;
}
