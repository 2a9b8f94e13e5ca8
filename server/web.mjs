// The web process: node server/web.mjs HOST PORT [--dev]. Plain JavaScript, so that Next's compiled pages run without
// tsx in between. It ends with the process that started it.
import { createServer } from 'node:http';
import { setTimeout } from 'node:timers';
import { fileURLToPath } from 'node:url';
import next from 'next';

const [hostname, portText, flag] = process.argv.slice(2);
const port = Number(portText);
const app = next({
  dev: flag === '--dev',
  dir: fileURLToPath(new URL('..', import.meta.url)),
  hostname,
  port,
});
await app.prepare();

const answer = app.getRequestHandler();
const server = createServer((request, response) => void answer(request, response));
// An upload of gigabytes may take longer than Node's five minutes; slow headers still time out.
server.requestTimeout = 0;
server.once('error', (error) => {
  console.error(error);
  process.exit(1);
});
server.listen(port, hostname, () => {
  process.send?.('ready');
  if (flag !== '--dev') void loadWhatPlatformsAsk();
});

/** The first request to a route loads its code, which takes longer than the second that labeling platforms wait. */
async function loadWhatPlatformsAsk() {
  const open = hostname === '0.0.0.0' || hostname === '::' ? 'localhost' : hostname;
  const origin = `http://${open.includes(':') ? `[${open}]` : open}:${port}`;
  // Nobody's project: refused as soon as the code is there.
  const refused = [
    globalThis.fetch(`${origin}/api/ml/-/health`),
    globalThis.fetch(`${origin}/api/hooks/-`, { method: 'POST' }),
  ];
  await Promise.allSettled(refused.map(async (response) => (await response).arrayBuffer()));
}

function stop() {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  setTimeout(() => process.exit(0), 1000).unref();
}
process.on('SIGTERM', stop);
process.on('disconnect', stop);
// Ctrl-C reaches the whole group; the process that started this one says when to stop.
process.on('SIGINT', () => undefined);
