import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Environment } from '../env';
import { startEmbeddedDatabase } from './embedded';
import type { EmbeddedDatabase } from './embedded';
import { lockInstance } from './instance-lock';
import type { InstanceLock } from './instance-lock';

const PAUSE_MS = 1000;

/** The embedded PostgreSQL of one running Winnow: nobody else's, and started again should it go away. */
export class KeptDatabase {
  private lock: InstanceLock | null = null;
  private stopping = false;

  private constructor(
    private readonly database: EmbeddedDatabase,
    private readonly env: Environment,
    private readonly log: Logger,
  ) {}

  /** @throws AppError `conflict` while another Winnow runs on the same data */
  static async start(env: Environment, log: Logger): Promise<KeptDatabase> {
    const kept = new KeptDatabase(await startEmbeddedDatabase({ dataFolder: env.dataFolder }), env, log);
    await kept.takeLock();
    return kept;
  }

  get url(): string {
    return this.database.url;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.lock?.release();
    await this.database.stop();
  }

  private async takeLock(): Promise<void> {
    this.lock = await lockInstance(this.url, this.env.dataFolder, () => void this.recover());
  }

  /** Web and worker go on by themselves once it answers again, at the same address. */
  private async recover(): Promise<void> {
    this.lock = null;
    while (!this.stopping && !this.lock) {
      this.log.error('PostgreSQL went away; it is started again');
      try {
        await this.database.restart();
        await this.takeLock();
      } catch (error) {
        this.log.error({ err: error }, 'PostgreSQL could not be started again');
        await sleep(PAUSE_MS);
      }
    }
  }
}
