import { join } from 'node:path';
import pino from 'pino';
import type { Logger } from 'pino';
import type { Environment } from './env';

/** JSON lines in the data folder, one file for all processes; errors are also said on stderr. */
export function createLog(env: Environment, processName: 'main' | 'web' | 'worker'): Logger {
  const file = pino.destination({ dest: join(env.dataFolder, 'log', 'winnow.log'), mkdir: true, sync: true });
  const streams = pino.multistream([
    { level: 'trace', stream: file },
    { level: 'error', stream: process.stderr },
  ]);
  return pino({ level: env.logLevel, base: { process: processName, pid: process.pid } }, streams);
}
