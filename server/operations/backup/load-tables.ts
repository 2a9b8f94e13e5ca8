import { once } from 'node:events';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { CopyStreamQuery } from 'pg-copy-streams';
import { AppError } from '@/lib/errors';
import { queryOf } from '../../db/query';
import { TABLE_FOLDER } from './archive-format';
import type { BackupManifest } from './archive-format';
import { keptTables, quoted } from './tables';

/** Fills the tables of a backup, in the caller's transaction, from the pieces of their rows as they come. */
export class TableLoader {
  private current: { readonly table: string; readonly stream: CopyStreamQuery } | null = null;
  private readonly columnsOf: ReadonlyMap<string, readonly string[]>;

  constructor(
    private readonly client: pg.Client,
    manifest: BackupManifest,
  ) {
    this.columnsOf = new Map(manifest.tables.map(({ name, columns }) => [name, columns]));
  }

  async load(entry: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    const table = entry.slice(TABLE_FOLDER.length).split('/')[0] ?? '';
    if (this.current?.table !== table) {
      await this.finish();
      this.current = { table, stream: this.open(table) };
    }
    const { stream } = this.current;
    for await (const chunk of chunks) {
      if (!stream.write(chunk)) await once(stream, 'drain');
    }
  }

  /** Ends the table that is being filled, if any. @throws what PostgreSQL says of its rows */
  async finish(): Promise<void> {
    if (!this.current) return;
    const { stream } = this.current;
    this.current = null;
    const finished = once(stream, 'finish');
    stream.end();
    await finished;
  }

  private open(table: string): CopyStreamQuery {
    const columns = this.columnsOf.get(table);
    if (!columns)
      throw new AppError('bad-input', `The backup has rows of “${table}” and does not say of which columns.`);
    return this.client.query(
      copyFrom(`COPY ${quoted(table)} (${columns.map(quoted).join(', ')}) FROM STDIN`),
    );
  }
}

const SERIAL_COLUMNS = `
  SELECT c.relname::text AS table, a.attname::text AS column
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
    AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL`;

/** What is counted goes on behind the highest number that was loaded. */
export async function continueSequences(client: pg.Client): Promise<void> {
  for (const { table, column } of await queryOf(client)<{ table: string; column: string }>(SERIAL_COLUMNS)) {
    await client.query(
      `SELECT setval(pg_get_serial_sequence($1, $2), coalesce(max(${quoted(column)}), 0) + 1, false) FROM ${quoted(table)}`,
      [quoted(table), column],
    );
  }
}

/**
 * Keeps everybody else off the tables until the transaction ends, and tells what is in them.
 *
 * @returns tables that hold rows
 */
export async function lockTables(client: pg.Client): Promise<string[]> {
  const tables = await keptTables(queryOf(client));
  await client.query(
    `LOCK TABLE ${tables.map(({ name }) => quoted(name)).join(', ')} IN ACCESS EXCLUSIVE MODE`,
  );
  const filled: string[] = [];
  for (const { name } of tables) {
    const { rowCount } = await client.query(`SELECT 1 FROM ${quoted(name)} LIMIT 1`);
    if (rowCount) filled.push(name);
  }
  return filled;
}

/** Empties all tables, the append-only one too: what was done before is another database's story. */
export async function emptyTables(client: pg.Client): Promise<void> {
  const tables = await keptTables(queryOf(client));
  await client.query('ALTER TABLE "AuditEvent" DISABLE TRIGGER USER');
  await client.query(`TRUNCATE ${tables.map(({ name }) => quoted(name)).join(', ')} CASCADE`);
  await client.query('ALTER TABLE "AuditEvent" ENABLE TRIGGER USER');
}
