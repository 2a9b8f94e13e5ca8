import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const PATIENCE_MS = 300_000;

/** The database as somebody sees it who is no part of Winnow. */
export class OutsideView {
  private readonly pool: pg.Pool;

  constructor(databaseUrl: string) {
    this.pool = new pg.Pool({ connectionString: databaseUrl, max: 2, application_name: 'faults' });
    this.pool.on('error', () => undefined);
  }

  /** Asked again while PostgreSQL recovers. */
  async query<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const giveUpAt = Date.now() + PATIENCE_MS;
    for (;;) {
      try {
        return (await this.pool.query<Row>(text, [...values])).rows;
      } catch (error) {
        if (isMistake(error) || Date.now() > giveUpAt) throw error;
        await sleep(100);
      }
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}

/** An error in the query itself stays one; class 57 is the server going away. */
function isMistake(error: unknown): boolean {
  const code = (error as { code?: string }).code ?? '';
  return /^[0-9A-Z]{5}$/.test(code) && !/^(57|08|53)/.test(code);
}
