import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Table } from './tables';
import { quoted } from './tables';
import { TABLE_FOLDER } from './archive-format';
import type { ArchiveWriter } from './archive-writer';

/** A tar wants to know how long an entry is before it comes; so much of a table is held to know. */
const PIECE_BYTES = 4 * 2 ** 20;

/** Adds the rows of a table, as the caller's transaction sees them, in pieces. Returns how many there were. */
export async function copyTable(client: pg.Client, table: Table, archive: ArchiveWriter): Promise<number> {
  const columns = table.columns.map(quoted).join(', ');
  const rows = client.query(copyTo(`COPY (SELECT ${columns} FROM ${quoted(table.name)}) TO STDOUT`));
  let pieces = 0;
  let held: Buffer[] = [];
  let heldBytes = 0;
  const flush = async () => {
    if (heldBytes === 0) return;
    const name = `${TABLE_FOLDER}${table.name}/${String(pieces++).padStart(6, '0')}.copy`;
    const bytes = Buffer.concat(held);
    held = [];
    heldBytes = 0;
    await archive.add(name, bytes);
  };
  for await (const chunk of rows as AsyncIterable<Buffer>) {
    held.push(chunk);
    heldBytes += chunk.byteLength;
    if (heldBytes >= PIECE_BYTES) await flush();
  }
  await flush();
  return rows.rowCount;
}
