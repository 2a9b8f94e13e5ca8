import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const PATIENCE_MS = 300_000;

/** The database as somebody sees it who is no part of Winnow. */
export class OutsideView {
  private pool: pg.Pool | null = null;
  private url: string | null = null;

  /** @param locate where the database is now; null while it is nowhere */
  constructor(private readonly locate: () => Promise<string | null>) {}

  static of(url: string): OutsideView {
    return new OutsideView(() => Promise.resolve(url));
  }

  /** Asked again while PostgreSQL recovers. */
  async query<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const giveUpAt = Date.now() + PATIENCE_MS;
    for (;;) {
      try {
        return (await (await this.connect()).query<Row>(text, [...values])).rows;
      } catch (error) {
        if (isMistake(error) || Date.now() > giveUpAt) throw error;
        await sleep(100);
      }
    }
  }

  async close(): Promise<void> {
    await this.pool?.end();
  }

  private async connect(): Promise<pg.Pool> {
    const url = await this.locate();
    if (url === null) throw new Error('The database does not run.');
    if (this.pool && this.url === url) return this.pool;
    void this.pool?.end();
    this.url = url;
    this.pool = new pg.Pool({ connectionString: url, max: 2, application_name: 'faults' });
    this.pool.on('error', () => undefined);
    return this.pool;
  }
}

/** An error in the query itself stays one; class 57 is the server going away. */
function isMistake(error: unknown): boolean {
  const code = (error as { code?: string }).code ?? '';
  return /^[0-9A-Z]{5}$/.test(code) && !/^(57|08|53)/.test(code);
}
