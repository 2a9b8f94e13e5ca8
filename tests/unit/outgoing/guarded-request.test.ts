import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OutgoingRequest, Resolve } from '@/server/outgoing/guarded-request';
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

it('takes over no connection to a private address that another request was allowed to make', async () => {
  const url = new URL(`http://localhost:${port(server)}/end`);
  expect((await get('/', { url })).status).toBe(200);
  await expect(get('/', { url, allowPrivate: false })).rejects.toMatchObject({ code: 'forbidden' });
});

describe('a name', () => {
  const PUBLIC = { address: '198.51.100.7', family: 4 };
  const OWN = { address: '127.0.0.1', family: 4 };
  /** A name server that answers another thing each time it is asked. */
  const answering = (...answers: { address: string; family: number }[][]) => {
    let asked = 0;
    const resolve: Resolve = (_name, _options, answer) => answer(null, answers[asked++] ?? [OWN]);
    return { resolve, asked: () => asked };
  };
  const ask = (name: string, resolve: Resolve, allowPrivate: boolean) =>
    guardedRequest(
      {
        ...{ method: 'GET', url: new URL(`http://${name}.example:${port(server)}/end`), allowPrivate },
        ...{ timeoutMs: 2000, maximumBytes: 1000 },
      },
      resolve,
    );

  it('that means the own machine, among others or written as IPv6, is not called', async () => {
    const before = seen.length;
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '10.1.2.3', 'fd00::1']) {
      const family = address.includes(':') ? 6 : 4;
      const { resolve } = answering([
        { address: '93.184.215.14', family: 4 },
        { address, family },
      ]);
      await expect(ask('mixed', resolve, false), address).rejects.toMatchObject({ code: 'forbidden' });
    }
    expect(seen.length).toBe(before);
  });

  it('that means another address the second time is asked for once, and called where it was checked', async () => {
    const { resolve, asked } = answering([OWN], [PUBLIC]);
    expect((await ask('rebinding', resolve, true)).status).toBe(200);
    expect(asked()).toBe(1);
    const turned = answering([{ address: '169.254.169.254', family: 4 }], [OWN]);
    await expect(ask('turning', turned.resolve, true)).rejects.toMatchObject({ code: 'forbidden' });
    expect(turned.asked()).toBe(1);
  });
});

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
