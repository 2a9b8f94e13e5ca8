import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Container } from '@/server/container';
import { KeptProcess } from '../faults/processes/kept-process';

const WINNOW = fileURLToPath(new URL('../../server/cli/winnow.mjs', import.meta.url));

/** A fleet of `winnow worker`, each bound to a core of its own. */
export async function startOneCoreWorkers({ db, env }: Container, count: number) {
  await db.worker.deleteMany();
  const hosts = Array.from({ length: count }, (_, core) =>
    new KeptProcess({
      command: 'taskset',
      args: ['-c', String(core), process.execPath, WINNOW, 'worker'],
      variables: { NODE_ENV: 'production', WINNOW_DATA: env.dataFolder, DATABASE_URL: env.databaseUrl ?? '' },
      cwd: env.dataFolder,
      logFile: join(env.dataFolder, `worker-${count}-${core}.log`),
    }).start(),
  );
  while ((await db.worker.count()) < count) await sleep(50);
  return {
    /** @returns how many parts each has done */
    async stop(): Promise<number[]> {
      const rows = await db.worker.findMany({ select: { partsDone: true } });
      await Promise.all(hosts.map((host) => host.stop()));
      return rows.map(({ partsDone }) => partsDone);
    },
  };
}
