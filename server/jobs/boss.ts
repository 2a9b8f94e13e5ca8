import PgBoss from 'pg-boss';

/** The lanes of a worker; each is a queue of pg-boss. */
export const LANES = ['heavy', 'light'] as const;
export type Lane = (typeof LANES)[number];

/** A job may run for as long as its heartbeat lasts; pg-boss's own limit only sweeps what was forgotten. */
const LONGEST_RUN_HOURS = 23;

/** pg-boss's tables and one queue a lane. Idempotent. */
export async function installQueue(databaseUrl: string): Promise<void> {
  const boss = connectBoss(databaseUrl, { migrate: true, supervise: false });
  await boss.start();
  try {
    for (const lane of LANES) {
      await boss.createQueue(lane, { name: lane, retryLimit: 1000, expireInHours: LONGEST_RUN_HOURS });
    }
  } finally {
    await boss.stop({ graceful: false });
  }
}

/** `supervise`: also archives finished messages, which one process of an installation should do. */
export function connectBoss(databaseUrl: string, options: { migrate?: boolean; supervise: boolean }): PgBoss {
  return new PgBoss({
    connectionString: databaseUrl,
    application_name: 'winnow-jobs',
    max: 3,
    migrate: options.migrate ?? false,
    supervise: options.supervise,
    schedule: false,
  });
}
