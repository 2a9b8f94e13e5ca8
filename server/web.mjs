// The web process: node server/web.mjs HOST PORT [--dev] [--url URL] [--trusted-proxies LIST] [--stop-limit S]
// [--stop-delay S]. Plain JavaScript, so that Next's compiled pages run without tsx in between. It ends with the process
// that started it.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { clearInterval, clearTimeout, setInterval, setTimeout } from 'node:timers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import next from 'next';
import { keepOwnAddress, proxyList } from './client-address.mjs';
import { contentSecurityPolicy, siteHeaders } from './response-headers.mjs';
import { requestWatcher } from './watched-requests.mjs';

/** What is no upload has arrived by then, or never will. */
const BODY_LIMIT_MS = 60_000;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    dev: { type: 'boolean', default: false },
    'stop-limit': { type: 'string', default: '20' },
    'stop-delay': { type: 'string', default: '0' },
    url: { type: 'string', default: '' },
    'trusted-proxies': { type: 'string', default: '' },
  },
});
const [hostname = '127.0.0.1', portText] = positionals;
const port = Number(portText);
const folder = fileURLToPath(new URL('..', import.meta.url));
const app = next({
  dev: options.dev,
  dir: folder,
  hostname,
  port,
});
await app.prepare();

/** Pages, routes and streams see here that the process is to end (server/operations/stopping.ts). */
const stopping = (globalThis.winnowStopping ??= new globalThis.AbortController());
const answer = app.getRequestHandler();
const watch = requestWatcher(folder);
const headers = siteHeaders({ secure: options.url.startsWith('https:') });
const proxies = proxyList(options['trusted-proxies']);
const server = createServer((request, response) => {
  keepOwnAddress(request, proxies);
  const path = request.url?.split('?')[0] ?? '/';
  const nonce = randomBytes(16).toString('base64');
  const policy = contentSecurityPolicy({ path, nonce, development: options.dev });
  // Next reads the nonce for its own scripts here.
  request.headers['content-security-policy'] = policy;
  response.setHeader('content-security-policy', policy);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (!path.endsWith('/uploads')) limitBodyTime(request);
  if (stopping.signal.aborted) response.setHeader('connection', 'close');
  watch(request, response, () => void answer(request, response));
});
// An upload of gigabytes may take longer than Node's five minutes; slow headers still time out.
server.requestTimeout = 0;
server.once('error', (error) => {
  console.error(error);
  process.exit(1);
});
server.listen(port, hostname, () => {
  process.send?.('ready');
  if (!options.dev) void loadWhatPlatformsAsk();
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

function limitBodyTime(request) {
  if (request.complete) return;
  const late = setTimeout(() => request.complete || request.destroy(), BODY_LIMIT_MS).unref();
  request.once('close', () => clearTimeout(late));
}

/**
 * Readiness says no at once. After the delay, in which balancers notice, nobody new is let in; running requests end by
 * themselves, streams because they are told, and what has not ended at the limit is cut off.
 */
function stop(delaySeconds) {
  if (stopping.signal.aborted) return;
  stopping.abort();
  setTimeout(() => {
    server.close(() => {
      // What was traced last (server/operations/tracing) is on its way still.
      const sent = globalThis.winnowTracer?.flush() ?? Promise.resolve();
      void sent.then(() => process.exit(0));
    });
    // A connection that is kept alive is idle only once its last answer is through.
    const sweep = setInterval(() => server.closeIdleConnections(), 100);
    setTimeout(
      () => {
        clearInterval(sweep);
        server.closeAllConnections();
        process.exit(0);
      },
      Number(options['stop-limit']) * 1000,
    );
  }, delaySeconds * 1000);
}
process.on('SIGTERM', () => stop(Number(options['stop-delay'])));
// Whoever started this one is gone, and another may want the port.
process.on('disconnect', () => stop(0));
// It went while this one was still starting and nobody listened.
if (process.send && !process.connected) stop(0);
// Ctrl-C reaches the whole group; the process that started this one says when to stop.
process.on('SIGINT', () => undefined);
