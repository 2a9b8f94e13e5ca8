import { join } from 'node:path';
import pino from 'pino';
import type { Logger } from 'pino';
import type { Environment } from './env';
import { currentWork } from './operations/watching/current-work';

/** What must never be read off a log, as deep as errors and requests are written. */
const SECRET_NAMES = [
  ...['authorization', 'cookie', 'password', 'token', 'secret', 'apiKey', 'secretKey', 'sealedToken'],
  ...['sealedSecret', 'databaseUrl', 'connectionString', '["set-cookie"]', '["x-winnow-secret"]'],
];
const SECRET_PATHS = SECRET_NAMES.flatMap((name) => {
  const below = (parent: string) => (name.startsWith('[') ? `${parent}${name}` : `${parent}.${name}`);
  return [name, below('*'), below('*.*'), below('*.*.*')];
});

/** What runs: servers, or a command, whose stdout is its result. */
type ProcessName = 'main' | 'web' | 'worker' | 'command';

/** JSON lines: one file for all processes in the data folder, errors also on stderr; or all of it on stdout. */
export function createLog(env: Environment, processName: ProcessName): Logger {
  const options = {
    level: env.logLevel,
    base: { process: processName, pid: process.pid },
    // Every line says for which request or job it was written. Pino adds to what it is given here.
    mixin: () => {
      const { spanId: _span, parentSpanId: _parent, ...facts } = currentWork();
      return facts;
    },
    redact: { paths: [...SECRET_PATHS], censor: '[kept out of logs]' },
  };
  const console = processName === 'command' ? process.stderr.fd : process.stdout.fd;
  if (env.log === 'console') return pino(options, pino.destination({ dest: console, sync: true }));
  const file = pino.destination({ dest: join(env.dataFolder, 'log', 'winnow.log'), mkdir: true, sync: true });
  return pino(
    options,
    pino.multistream([
      { level: 'trace', stream: file },
      { level: 'error', stream: process.stderr },
    ]),
  );
}
