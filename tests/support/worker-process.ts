import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TestContainer } from './test-container';

/** A worker process of its own, to be killed. */
export function startWorkerProcess({ databaseUrl, container }: TestContainer): ChildProcess {
  return fork(fileURLToPath(new URL('../../server/worker.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      WINNOW_DATA: container.env.dataFolder,
      WINNOW_LOG_LEVEL: 'silent',
    },
  });
}
