import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OutgoingRequest } from '@/server/outgoing/guarded-request';
import { guardedRequest } from '@/server/outgoing/guarded-request';

const seen: { path: string; authorization: string | undefined }[] = [];
const answer = (request: IncomingMessage, response: ServerResponse) => {
  const path = request.url ?? '';
  seen.push({ path, authorization: request.headers.authorization });
  const redirects: Record<string, string> = {
    '/to-other': `http://localhost:${port(other)}/end`,
    '/to-own': '/end',
    '/to-metadata': 'http://169.254.169.254/latest/meta-data/',
    '/to-file': 'file:///etc/passwd',
    '/round': '/round',
  };
  const location = redirects[path];
  if (path === '/hang') return;
  if (location) response.writeHead(302, { location }).end();
  else response.end(path === '/long' ? Buffer.alloc(2000) : 'hello');
};
const server = createServer(answer);
const other = createServer(answer);
const port = (of: typeof server) => (of.address() as AddressInfo).port;

beforeAll(async () => {
  for (const each of [server, other]) {
    each.listen(0, '127.0.0.1');
    await once(each, 'listening');
  }
});
afterAll(() => {
  for (const each of [server, other]) {
    each.closeAllConnections();
    each.close();
  }
});

const get = (path: string, more: Partial<OutgoingRequest> = {}) =>
  guardedRequest({
    method: 'GET',
    url: new URL(path, `http://127.0.0.1:${port(server)}`),
    allowPrivate: true,
    timeoutMs: 5000,
    maximumBytes: 1000,
    ...more,
  });

it('calls an allowed address', async () => {
  const { status, body } = await get('/end');
  expect([status, body.toString()]).toEqual([200, 'hello']);
});

it.each(['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '0x7f.1', '2130706433', 'localhost'])(
  'refuses %s unless it is allowed, without a connection',
  async (host) => {
    const before = seen.length;
    const url = new URL(`http://${host}:${port(server)}/end`);
    await expect(get('/', { url, allowPrivate: false })).rejects.toMatchObject({ code: 'forbidden' });
    expect(seen.length).toBe(before);
  },
);

it('refuses what no setting allows, in the address and in a redirect', async () => {
  const url = new URL('http://169.254.169.254/latest/meta-data/');
  await expect(get('/', { url })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(get('/to-metadata')).rejects.toMatchObject({ code: 'forbidden' });
  await expect(get('/to-file')).rejects.toMatchObject({ code: 'forbidden' });
});

it('tells only the host that was asked who asks', async () => {
  await get('/to-own', { credentials: { authorization: 'Token secret' } });
  expect(seen.slice(-2).map(({ authorization }) => authorization)).toEqual(['Token secret', 'Token secret']);
  await get('/to-other', { credentials: { authorization: 'Token secret' } });
  expect(seen.slice(-2).map(({ authorization }) => authorization)).toEqual(['Token secret', undefined]);
});

it('leaves the redirect of a writing request to the caller', async () => {
  const { status } = await get('/to-own', { method: 'POST', body: '{}' });
  expect(status).toBe(302);
});

it('ends what is too long, too slow, without end, or stopped', async () => {
  await expect(get('/long')).rejects.toMatchObject({ code: 'too-large' });
  await expect(get('/hang', { timeoutMs: 100 })).rejects.toMatchObject({ code: 'unavailable' });
  await expect(get('/round')).rejects.toMatchObject({ code: 'unavailable' });
  await expect(get('/hang', { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
});
