import type { Query } from '../../db/query';

export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
}

/**
 * Tables of which no row is worth keeping: who is signed in and what links are open (whoever holds a backup must not be
 * let in by it), what is counted for minutes, and what belongs to processes that are gone.
 */
const PASSING_TABLES = [
  '_prisma_migrations',
  'Session',
  'Verification',
  'RateLimit',
  'PasswordTry',
  'Lease',
  'Worker',
  'JobPart',
  'Upkeep',
];

const TABLES = `
  SELECT c.relname::text AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    AND a.attgenerated = ''
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' GROUP BY c.relname ORDER BY c.relname`;

const REFERENCES = `
  SELECT source.relname::text AS source, target.relname::text AS target
  FROM pg_constraint k JOIN pg_class source ON source.oid = k.conrelid JOIN pg_class target ON target.oid = k.confrelid
  WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace AND k.conrelid <> k.confrelid`;

/** The tables that are kept, each after those that its rows refer to. */
export async function keptTables(query: Query): Promise<Table[]> {
  const tables = (await query<Table>(TABLES)).filter(({ name }) => !PASSING_TABLES.includes(name));
  const references = await query<{ source: string; target: string }>(REFERENCES);
  return inOrder(tables, references);
}

function inOrder(
  tables: readonly Table[],
  references: readonly { readonly source: string; readonly target: string }[],
): Table[] {
  const ordered: Table[] = [];
  const waiting = new Map(tables.map((table) => [table.name, table]));
  while (waiting.size > 0) {
    const free = [...waiting.values()].filter(
      ({ name }) => !references.some(({ source, target }) => source === name && waiting.has(target)),
    );
    if (free.length === 0)
      throw new Error(`Tables refer to each other in a ring: ${[...waiting.keys()].join(', ')}`);
    for (const table of free) {
      ordered.push(table);
      waiting.delete(table.name);
    }
  }
  return ordered;
}

/** As an identifier in SQL. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
