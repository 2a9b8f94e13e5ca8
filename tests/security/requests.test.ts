import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AttackedServer } from '../support/attacked-server';
import { startAttackedServer } from '../support/attacked-server';
import { cookieHeader } from '../support/web-process';

let server: AttackedServer;
let cookie: string;

beforeAll(async () => {
  server = await startAttackedServer();
  cookie = await server.cookiesOf(server.members.owner);
});
afterAll(() => server.stop());

const EVIL = 'https://evil.example';
const JSON_TYPE = { 'content-type': 'application/json' };
const rename = () => JSON.stringify({ json: { name: 'taken over' } });
const nameOfOwner = async () =>
  (await server.world.container.db.user.findUniqueOrThrow({ where: { id: server.members.owner.id } })).name;

describe('a page of another site, with the cookies of somebody who is signed in', () => {
  it.each([
    ['JSON', JSON_TYPE],
    ['what a form may send as JSON', { 'content-type': 'text/plain' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a form with files', { 'content-type': 'multipart/form-data; boundary=x' }],
    ['bytes', { 'content-type': 'application/octet-stream' }],
    ['no type', {}],
  ])('changes nothing by %s', async (_what, headers) => {
    const origins: Readonly<Record<string, string>>[] = [
      { origin: EVIL },
      { origin: 'null' },
      { origin: server.origin.replace('http:', 'https:').replace('127.0.0.1', '127.0.0.1.evil.example') },
      { origin: server.origin.replace(/:\d+$/, ':1') },
      { origin: EVIL, 'x-forwarded-host': new URL(EVIL).host, 'x-forwarded-proto': 'https' },
    ];
    for (const from of origins) {
      const response = await raw(
        'POST',
        '/api/trpc/account.rename',
        { cookie, ...headers, ...from },
        rename(),
      );
      expect([403, 400], JSON.stringify(from)).toContain(response.status);
    }
    expect(await nameOfOwner()).toBe('owner');
  });

  it('is known by what the browser says of it even without an origin', async () => {
    for (const site of ['cross-site', 'same-site']) {
      const headers = { cookie, ...JSON_TYPE, 'sec-fetch-site': site };
      const response = await raw('POST', '/api/trpc/account.rename', headers, rename());
      expect(response.status, site).toBe(403);
    }
  });

  it.each([
    ['GET', '/api/trpc/account.rename?input=%7B%22json%22%3A%7B%22name%22%3A%22x%22%7D%7D', 405],
    ['POST', '/sign-in/password', 403],
    ['POST', '/sign-in/confirm', 403],
    ['POST', '/sign-in/choose/confirm', 403],
    ['POST', '/api/auth/sign-out', 403],
    ['POST', '/api/projects/PROJECT/uploads?fileName=a.csv', 403],
    ['POST', '/api/v1/projects/PROJECT/api-keys', 403],
  ])('%s %s is refused', async (method, path, status) => {
    const url = path.replace('PROJECT', server.projectId);
    const response = await raw(
      method,
      url,
      { cookie, ...JSON_TYPE, origin: EVIL },
      method === 'GET' ? '' : '{}',
    );
    expect(response.status).toBe(status);
  });

  it('cannot send a method in disguise', async () => {
    const headers = { cookie, ...JSON_TYPE, 'x-http-method-override': 'POST' };
    await raw('GET', '/api/trpc/account.rename', headers);
    expect(await nameOfOwner()).toBe('owner');
  });

  it('while Winnow’s own pages and programs may', async () => {
    const browserAndProgram: Readonly<Record<string, string>>[] = [{ origin: server.origin }, {}];
    for (const own of browserAndProgram) {
      const response = await raw(
        'POST',
        '/api/trpc/account.rename',
        { cookie, ...JSON_TYPE, ...own },
        JSON.stringify({ json: { name: 'owner' } }),
      );
      expect(response.status).toBe(200);
    }
  });
});

describe('a session', () => {
  it('is a new one at each sign-in, whatever the visitor brought along', async () => {
    const planted = 'better-auth.session_token=planted.by-somebody-else';
    const first = cookieHeader(await server.signIn(server.members.lead, { cookie: planted }));
    const second = cookieHeader(await server.signIn(server.members.lead, { cookie: first }));
    expect(first).not.toContain('planted');
    expect(second.split('.')[1]).not.toBe(first.split('.')[1]);
    expect((await server.ask('/api/trpc/session.me', { cookie: planted })).status).toBe(401);
    expect((await server.ask('/api/trpc/session.me', { cookie: first })).status).toBe(401);
    expect((await server.ask('/api/trpc/session.me', { cookie: second })).status).toBe(200);
  });

  it('is none without the signature that belongs to it', async () => {
    const [name = '', value = ''] = cookie.split('=');
    const token = decodeURIComponent(value).split('.')[0] ?? '';
    for (const forged of [
      token,
      `${token}.`,
      `${token}.AAAA`,
      `${value.slice(0, -6)}AAAA%3D`,
      '',
      "' OR 1=1 --",
    ]) {
      const response = await server.ask('/api/trpc/session.me', { cookie: `${name}=${forged}` });
      expect(response.status, forged).toBe(401);
    }
  });

  it('ends on the server at sign-out, and the browser forgets what it kept', async () => {
    const own = await server.cookiesOf(server.members.annotator);
    const out = await server.ask('/api/auth/sign-out', {
      method: 'POST',
      cookie: own,
      headers: JSON_TYPE,
      body: '{}',
    });
    expect(out.status).toBe(200);
    expect(out.headers.get('clear-site-data')).toContain('"cache"');
    expect((await server.ask('/api/trpc/session.me', { cookie: own })).status).toBe(401);
    expect((await server.ask('/projects', { cookie: own })).headers.get('location')).toContain('/sign-in');
  });

  it('ends with a new password, but for the one that chose it', async () => {
    const [mine, others] = [
      await server.cookiesOf(server.members.viewer),
      await server.cookiesOf(server.members.viewer),
    ];
    const changed = await server.ask('/api/trpc/account.changePassword', {
      method: 'POST',
      cookie: mine,
      headers: JSON_TYPE,
      body: JSON.stringify({ json: { current: '', password: 'a long enough password' } }),
    });
    expect(changed.status).toBe(200);
    expect((await server.ask('/api/trpc/session.me', { cookie: mine })).status).toBe(200);
    expect((await server.ask('/api/trpc/session.me', { cookie: others })).status).toBe(401);
  });
});

describe('guessing passwords', () => {
  const guess = (email: string, headers: Record<string, string> = {}) =>
    server.ask('/sign-in/password', {
      method: 'POST',
      headers,
      body: new URLSearchParams({ email, password: 'Spring2026!' }),
    });

  it('at many accounts from one address ends, whatever address the guesser writes down', async () => {
    await server.world.container.db.rateLimit.deleteMany();
    const statuses = [];
    for (let visitor = 0; visitor < 24; visitor++) {
      const spoofed = {
        'x-forwarded-for': `203.0.113.${visitor}`,
        'x-real-ip': `203.0.113.${visitor}`,
        forwarded: `for=203.0.113.${visitor}`,
      };
      statuses.push((await guess(`person-${visitor}@test.local`, spoofed)).status);
    }
    expect(statuses.slice(0, 20)).toEqual(Array(20).fill(401));
    expect(statuses.slice(20)).toEqual(Array(4).fill(429));
  });

  it('says the same of accounts that are there and of those that are not', async () => {
    await server.world.container.db.rateLimit.deleteMany();
    const answers = [];
    for (const email of [server.members.viewer.email, 'nobody@test.local']) {
      const response = await guess(email);
      const headers = Object.fromEntries(response.headers);
      for (const own of ['date', 'content-security-policy', 'x-request-id']) delete headers[own];
      answers.push({ status: response.status, headers, body: await response.text() });
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.status).toBe(401);
  });
});

describe('a body', () => {
  const deep = (depth: number) => `${'{"json":'.repeat(depth)}null${'}'.repeat(depth)}`;

  it.each([
    ['/api/trpc/projects.create', 4 * 2 ** 20],
    ['/api/v1/projects/PROJECT/selections', 4 * 2 ** 20],
    ['/sign-in/password', 16 * 2 ** 10],
    ['/sign-in/confirm', 16 * 2 ** 10],
    ['/api/auth/sign-out', 1024],
  ])('of %s that is too long is refused', async (path, most) => {
    const response = await server.ask(path, {
      method: 'POST',
      cookie,
      headers: path.startsWith('/sign-in')
        ? { 'content-type': 'application/x-www-form-urlencoded' }
        : JSON_TYPE,
      body: `"${'x'.repeat(most)}"`,
    });
    expect(response.status).toBe(413);
  });

  it.each(['/api/trpc/projects.create', '/api/v1/projects'])(
    'of %s that is nested without end, or changes what objects are, is refused in words',
    async (path) => {
      for (const body of [
        deep(65),
        deep(200_000),
        '['.repeat(500_000),
        '{"__proto__":{"admin":true}}',
        '{"json":{"name":"x","\\u005f_proto__":{"admin":true}}}',
        '{"json":{"name":"x","constructor":{"prototype":{"admin":true}}}}',
        '{"json":{"name":"\\ud800"},"meta":{"values":{"__proto__.x":["undefined"]}}}',
      ]) {
        const response = await server.ask(path, { method: 'POST', cookie, headers: JSON_TYPE, body });
        expect(response.status, body.slice(0, 60)).toBeGreaterThanOrEqual(400);
        expect(response.status, body.slice(0, 60)).toBeLessThan(500);
      }
      expect(await (await server.ask('/api/health')).json()).toMatchObject({ ok: true });
    },
  );

  it('may hold any character; what no database keeps is refused and not lost', async () => {
    for (const [name, status] of [
      ['\u202egnp.exe\u202c', 200],
      ['e\u0301'.repeat(30), 200],
      ['nul\0', 400],
      ['lone \ud800', 400],
      ['x'.repeat(5000), 400],
    ] as const) {
      const response = await server.ask('/api/trpc/account.rename', {
        method: 'POST',
        cookie,
        headers: JSON_TYPE,
        body: JSON.stringify({ json: { name } }),
      });
      expect(response.status, JSON.stringify(name.slice(0, 20))).toBe(status);
    }
  });
});

it('what visitors send is one line of the log, however many they make of it', async () => {
  const line = '{"level":60,"msg":"forged"}';
  await server.ask(`/api/no-such-thing?x=${encodeURIComponent(`a\n${line}\n`)}`, { cookie });
  await server.ask('/api/trpc/account.rename', {
    method: 'POST',
    cookie,
    headers: JSON_TYPE,
    body: JSON.stringify({ json: { name: `Ada\n${line}\n\u001b[2J` } }),
  });
  await server.ask('/sign-in/password', {
    method: 'POST',
    body: new URLSearchParams({ email: `x\n${line}` }),
  });
  const logs = await server.logs();
  expect(logs).toContain('/api/trpc/[trpc]');
  expect(logs.split('\n')).not.toContain(line);
  expect(logs).not.toContain('\u001b');
});

/** As no browser would: with a host and an origin of one's own. */
async function raw(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body = '',
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest(`${server.url}${path}`, { method, headers }, (response) => {
      text(response).then((answer) => resolve({ status: response.statusCode ?? 0, body: answer }), reject);
    });
    asked.on('error', reject);
    asked.end(body);
  });
}
