import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbeddedDatabase } from '@/server/db/embedded';
import type { EmbeddedDatabase } from '@/server/db/embedded';
import { knownCluster } from '@/server/db/postgres-place';
import { childrenOf, killIfAlive, lives } from './process-tree';

const LOOK_EVERY_MS = 100;

/**
 * A PostgreSQL server of its own, with every promise of durability kept, that is started again at the same address
 * whenever it ends: what `DATABASE_URL` names.
 */
export class KeptPostgres {
  private stopping = false;
  private watching: Promise<void> = Promise.resolve();
  starts = 0;

  private constructor(
    private readonly database: EmbeddedDatabase,
    private readonly pidFile: string,
  ) {}

  static async start(folder: string, settings: Readonly<Record<string, string>> = {}): Promise<KeptPostgres> {
    const database = await startEmbeddedDatabase({
      dataFolder: folder,
      settings: { max_connections: '200', ...settings },
    });
    const kept = new KeptPostgres(database, join(await knownCluster(folder), 'postmaster.pid'));
    kept.watching = kept.watch();
    return kept;
  }

  get url(): string {
    return this.database.url;
  }

  /** @param signal SIGKILL, or what PostgreSQL calls smart (SIGTERM), fast (SIGINT) and immediate (SIGQUIT) shutdown */
  async signal(signal: NodeJS.Signals): Promise<boolean> {
    const pid = await this.pid();
    return pid !== null && killIfAlive(pid, signal);
  }

  /** Kills one of the processes that serve clients; PostgreSQL then throws all of them out and recovers. */
  async killBackend(choose: (count: number) => number): Promise<boolean> {
    const pid = await this.pid();
    const backends = pid === null ? [] : childrenOf(pid).filter(({ command }) => / winnow /.test(command));
    const victim = backends[choose(backends.length)];
    return victim !== undefined && killIfAlive(victim.pid, 'SIGKILL');
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.watching;
    await this.database.stop();
  }

  private async pid(): Promise<number | null> {
    const text = await readFile(this.pidFile, 'utf8').catch(() => '');
    return Number(text.split('\n')[0]) || null;
  }

  private async watch(): Promise<void> {
    while (!this.stopping) {
      const pid = await this.pid();
      if (pid === null || !lives(pid)) {
        this.starts++;
        // What its killed backends still hold keeps it from starting for a moment.
        await this.database.restart().catch(() => undefined);
      }
      await sleep(LOOK_EVERY_MS);
    }
  }
}
