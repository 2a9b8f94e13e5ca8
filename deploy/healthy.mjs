// Whether the web server in this container lives, for the engine's health check. Exit status 0 says yes.
import { env, exit } from 'node:process';

const answer = await globalThis
  .fetch(`http://127.0.0.1:${env.WINNOW_PORT ?? 3000}/api/health`)
  .catch(() => null);
exit(answer?.ok ? 0 : 1);
