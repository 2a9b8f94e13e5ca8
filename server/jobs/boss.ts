import PgBoss from 'pg-boss';
import type { DatabaseClient } from '../db/client';

/** The lanes of a worker; each is a queue of pg-boss. */
export const LANES = ['light', 'heavy', 'long'] as const;
export type Lane = (typeof LANES)[number];

/** `gpu`: heavy work that a worker with a GPU does while one lives. */
export const QUEUES = [...LANES, 'gpu'] as const;
export type Queue = (typeof QUEUES)[number];

export function queueOf(
  { lane }: { readonly lane: Lane },
  { wantsGpu }: { readonly wantsGpu: boolean },
): Queue {
  return wantsGpu ? 'gpu' : lane;
}

/** pg-boss's tables and queues. Idempotent. */
export async function installQueue(databaseUrl: string): Promise<void> {
  const boss = new PgBoss({ connectionString: databaseUrl, max: 1, supervise: false, schedule: false });
  await boss.start();
  try {
    for (const queue of QUEUES) await boss.createQueue(queue);
  } finally {
    await boss.stop({ graceful: false });
  }
}

/** Says to whichever worker takes it that this job waits. The job's own row tells everything else. */
export interface JobMessage {
  readonly jobId: string;
}

/** pg-boss's messages inside the caller's transaction, so that a message and the row it speaks of agree. */
export class MessageQueue {
  private readonly boss: PgBoss;

  constructor(db: DatabaseClient) {
    this.boss = new PgBoss({ db: executor(db), migrate: false, supervise: false, schedule: false });
  }

  async send(tx: DatabaseClient, queue: Queue, message: JobMessage, delaySeconds = 0): Promise<void> {
    await this.boss.send(queue, message, {
      db: executor(tx),
      ...(delaySeconds && { startAfter: delaySeconds }),
    });
  }

  /** The next message, removed by the caller's transaction; null where none waits. */
  async take(
    tx: DatabaseClient,
    queue: Queue,
    options: { ignoreDelay: boolean },
  ): Promise<JobMessage | null> {
    const db = executor(tx);
    const [message] = await this.boss.fetch<JobMessage>(queue, { db, ignoreStartAfter: options.ignoreDelay });
    if (!message) return null;
    await this.boss.deleteJob(queue, message.id, { db });
    return message.data;
  }
}

function executor(db: DatabaseClient): PgBoss.Db {
  return {
    async executeSql(text, values) {
      const plain = (values as unknown[]).map((value) =>
        value !== null && typeof value === 'object' && !Array.isArray(value) ? JSON.stringify(value) : value,
      );
      return { rows: await db.$queryRawUnsafe<unknown[]>(text, ...plain) };
    },
  };
}
