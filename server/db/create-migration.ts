import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbeddedDatabase } from './embedded';
import { withSchemaEngine } from './schema-engine';

const PRISMA = fileURLToPath(new URL('../../prisma/', import.meta.url));
const MIGRATIONS = join(PRISMA, 'migrations');
/** The schema that the migrations make: the engine cannot read PostgreSQL 18's catalogue through the driver adapter. */
const MIGRATED = join(MIGRATIONS, 'schema.prisma');
const LOCK_FILE = '# Says which database the migrations are for.\nprovider = "postgresql"\n';

/** `npm run db:migration -- NAME`: what prisma/schema.prisma has and the migrations have not, as a new migration. */
async function createMigration(name: string): Promise<string | null> {
  const wanted = await readFile(join(PRISMA, 'schema.prisma'), 'utf8');
  const migrated = await readFile(MIGRATED, 'utf8').catch(() => null);
  const script = await difference(migrated, wanted);
  if (!script) return null;
  const directory = `${timestamp(new Date())}_${name}`;
  await mkdir(join(MIGRATIONS, directory), { recursive: true });
  await writeFile(join(MIGRATIONS, directory, 'migration.sql'), script);
  await writeFile(join(MIGRATIONS, 'migration_lock.toml'), LOCK_FILE);
  await writeFile(MIGRATED, wanted);
  return directory;
}

/** SQL that leads from one schema (null: an empty database) to another; null where nothing differs. */
async function difference(before: string | null, after: string): Promise<string | null> {
  const datamodel = (content: string) => ({
    tag: 'schemaDatamodel' as const,
    files: [{ path: 'schema.prisma', content }],
  });
  return withTemporaryDatabase(async (databaseUrl) => {
    const result = await withSchemaEngine(databaseUrl, (engine) =>
      engine.diff({
        from: before === null ? { tag: 'empty' } : datamodel(before),
        to: datamodel(after),
        script: true,
        exitCode: true,
        filters: { externalTables: [], externalEnums: [] },
      }),
    );
    return result.exitCode === 2 ? result.stdout : null;
  });
}

/** The engine wants to be connected even to compare two files. */
async function withTemporaryDatabase<Result>(use: (databaseUrl: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-migration-'));
  await chmod(folder, 0o711);
  try {
    const database = await startEmbeddedDatabase({
      dataFolder: join(folder, 'data'),
      settings: { fsync: 'off' },
    });
    try {
      return await use(database.url);
    } finally {
      await database.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** 2026-11-21T10:20:30Z as 20261121102030: the order of the migrations. */
function timestamp(date: Date): string {
  return date.toISOString().replace(/\D/g, '').slice(0, 14);
}

const name = process.argv[2];
if (!name) {
  process.stderr.write('usage: npm run db:migration -- NAME\n');
  process.exit(2);
}
const created = await createMigration(name);
process.stdout.write(
  created ? `prisma/migrations/${created}\n` : 'The migrations already say what the schema says.\n',
);
