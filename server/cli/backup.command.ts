import { createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { Command } from 'commander';
import { AppError } from '@/lib/errors';
import packageJson from '../../package.json' with { type: 'json' };
import { readEnvironment } from '../env';
import { ProgressLine } from './output';

const SECRETS_HELP = `
Secrets
  Tokens of labeling platforms and secrets of webhooks are sealed in the database with WINNOW_SECRET_KEY (or the
  file secret-key of the data folder). A backup without --with-secrets cannot be read by whoever finds it, but where
  that key is lost, people have to connect again. With --with-secrets keep the backup as you keep the key.`;

export function backupCommand(): Command {
  return new Command('backup')
    .description('write database and blobs to one archive, while Winnow runs')
    .argument('<file>', 'a .tar, gzipped where the name ends in .gz; - writes to stdout')
    .option('--verify', 'read an archive instead, and compare everything with its checksums')
    .option('--with-secrets', 'take along the keys with which tokens are sealed and sessions signed')
    .addHelpText('after', SECRETS_HELP)
    .action(async (file: string, options: { verify?: true; withSecrets?: true }) => {
      if (options.verify) await verify(file);
      else await write(file, options.withSecrets === true);
    });
}

async function write(file: string, withSecrets: boolean): Promise<void> {
  const { backupInstallation } = await import('../operations/backup/installation');
  const env = readEnvironment();
  const toFile = file !== '-';
  if (toFile && (await stat(file).catch(() => null)))
    throw new AppError('bad-input', `${file} exists.`, 'Name a file that does not, or remove it first.');
  const temporary = `${file}.${process.pid}.part`;
  const target = toFile ? createWriteStream(temporary, { flags: 'wx', mode: 0o600 }) : process.stdout;
  try {
    const written = await backupInstallation(env, {
      target,
      version: packageJson.version,
      gzip: file.endsWith('.gz'),
      withSecrets,
    });
    if (toFile) await keepFile(temporary, file);
    const rows = written.tables.reduce((sum, table) => sum + table.rows, 0);
    process.stderr.write(`${rows} rows and ${written.blobs} blobs as of ${written.snapshotAt}\n`);
    if (written.missingBlobs.length === 0) return;
    throw new AppError(
      'unavailable',
      `The backup is written, but ${written.missingBlobs.length} blobs that the database refers to are gone: ${written.missingBlobs.slice(0, 3).join(', ')}.`,
      'Put them back from an earlier backup; `winnow doctor` says what else is wrong.',
    );
  } finally {
    if (toFile) await rm(temporary, { force: true });
  }
}

async function keepFile(temporary: string, file: string): Promise<void> {
  const handle = await open(temporary, 'r+');
  await handle.sync();
  await handle.close();
  await rename(temporary, file);
}

async function verify(file: string): Promise<void> {
  const { verifyArchive } = await import('../operations/backup/archive-reader');
  const progress = new ProgressLine(false);
  let bytes = 0;
  const manifest = await verifyArchive(file, (_, more) => progress.show((bytes += more), null, 'bytes'));
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  process.stdout.write(
    `whole: ${manifest.entries.length} entries, ${rows} rows, as of ${manifest.snapshotAt}, by Winnow ${manifest.winnow}` +
      `${manifest.withSecrets ? ', with secrets' : ''}${manifest.missingBlobs.length > 0 ? `, ${manifest.missingBlobs.length} blobs missing then` : ''}\n`,
  );
}

export function restoreCommand(): Command {
  return new Command('restore')
    .description('put a backup into an empty database and blob store; Winnow must not run on them')
    .argument('<file>', 'what `winnow backup` wrote')
    .option('--force', 'replace what is in the database; asks for --yes as well')
    .option('--yes', 'really')
    .action(async (file: string, options: { force?: true; yes?: true }) => {
      if (options.force && !options.yes)
        throw new AppError(
          'bad-input',
          '--force loses everything that is in the database now: projects, labels, people.',
          'Make a backup of it, then add --yes.',
        );
      const { restoreInstallation } = await import('../operations/backup/installation');
      const progress = new ProgressLine(false);
      let bytes = 0;
      const restored = await restoreInstallation(readEnvironment(), {
        path: file,
        replace: options.force === true,
        onEntry: (_, more) => progress.show((bytes += more), null, 'bytes restored'),
      });
      const { manifest, jobs, notes } = restored;
      const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
      process.stdout.write(
        `restored ${rows} rows as of ${manifest.snapshotAt}; ${jobs} jobs wait for workers\n`,
      );
      for (const note of notes) process.stderr.write(`winnow: ${note}\n`);
    });
}
