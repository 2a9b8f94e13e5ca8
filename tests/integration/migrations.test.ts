import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { awaitSchema, migrate } from '@/server/db/migrate';
import { withSchemaEngine } from '@/server/db/schema-engine';
import { createTestDatabase } from '../support/test-database';

async function query<Row extends pg.QueryResultRow>(databaseUrl: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<Row>(sql);
  await client.end();
  return rows;
}

/** Every column, index and constraint of our own schema, as PostgreSQL tells of them. */
function structure(databaseUrl: string): Promise<pg.QueryResultRow[]> {
  return query(
    databaseUrl,
    `SELECT 'column' AS what, table_name || '.' || column_name AS name,
       concat_ws(' ', udt_name, is_nullable, column_default) AS definition
     FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'
     UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes
       WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'
     UNION ALL SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid) FROM pg_constraint
       WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> '_prisma_migrations' AND contype <> 'n'
     UNION ALL SELECT 'enum', typname, string_agg(enumlabel, ',' ORDER BY enumsortorder)
       FROM pg_type JOIN pg_enum ON enumtypid = pg_type.oid
       WHERE typnamespace = 'public'::regnamespace GROUP BY typname
     ORDER BY 1, 2, 3`,
  );
}

describe('migrations', () => {
  it('are applied once, however often and however many at a time', async () => {
    const databaseUrl = await createTestDatabase({ empty: true });
    const applied = await Promise.all([migrate(databaseUrl), migrate(databaseUrl), migrate(databaseUrl)]);
    const names = await query<{ migration_name: string }>(
      databaseUrl,
      'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY migration_name',
    );
    expect(applied.flat().sort()).toEqual(names.map((row) => row.migration_name));
    expect(await migrate(databaseUrl)).toEqual([]);
  });

  it('make what the schema says', async () => {
    const [migrated, wanted] = await Promise.all([
      createTestDatabase({ empty: true }),
      createTestDatabase({ empty: true }),
    ]);
    await migrate(migrated);
    const content = await readFile('prisma/schema.prisma', 'utf8');
    const script = await withSchemaEngine(wanted, (engine) =>
      engine.diff({
        from: { tag: 'empty' },
        to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] },
        script: true,
        exitCode: null,
        filters: { externalTables: [], externalEnums: [] },
      }),
    );
    await query(wanted, script.stdout ?? '');
    const [made, said] = await Promise.all([structure(migrated), structure(wanted)]);
    expect(said.length).toBeGreaterThan(100);
    expect(made).toEqual(said);
  });

  it('say clearly that there is no database', async () => {
    await expect(migrate('postgresql://nobody@127.0.0.1:1/none')).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('database') as string,
    });
  });

  it('of a newer release are left alone where they only added, and refused where they took away', async () => {
    const databaseUrl = await createTestDatabase();
    const apply = (name: string) =>
      query(
        databaseUrl,
        `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
         VALUES ('${name}', '', '${name}', now(), 1)`,
      );
    await apply('29990101000000_more');
    expect(await migrate(databaseUrl)).toEqual([]);
    await apply('29990101000001_contract-example');
    const refused = { code: 'conflict', message: expect.stringContaining('newer release') as string };
    await expect(migrate(databaseUrl)).rejects.toMatchObject(refused);
    const waiting = { patienceMs: 60_000, signal: new AbortController().signal };
    await expect(awaitSchema(databaseUrl, waiting)).rejects.toMatchObject(refused);
  });

  it('are waited for by whoever does not make them', async () => {
    const databaseUrl = await createTestDatabase({ empty: true });
    const { signal } = new AbortController();
    let current = false;
    const waited = awaitSchema(databaseUrl, { patienceMs: 60_000, signal }).then(() => (current = true));
    expect(current).toBe(false);
    await migrate(databaseUrl);
    await waited;
    const old = await createTestDatabase({ empty: true });
    await expect(awaitSchema(old, { patienceMs: 0, signal })).rejects.toMatchObject({ code: 'unavailable' });
  });
});
