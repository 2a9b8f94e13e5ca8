import { request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FILE_ROUTES } from '@/server/api/v1/file-routes';
import { createSignInLink } from '@/server/auth/links';
import { startIngest } from '@/server/datasets/ingest.service';
import type { AttackedServer } from '../support/attacked-server';
import { startAttackedServer } from '../support/attacked-server';
import { uploadBytes } from '../support/ingest';
import { smallPicture } from '../support/pictures';
import { makeZip } from '../support/zip';

const MARKUP = '"><img src=x onerror=alert(1)></script><script>alert(2)</script>';
const JSON_TYPE = { 'content-type': 'application/json' };

let server: AttackedServer;
/** by row, as they were brought in */
const pictures: { readonly name: string; readonly bytes: Buffer; readonly type: string }[] = [];

beforeAll(async () => {
  server = await startAttackedServer({ WINNOW_TRUSTED_PROXIES: '127.0.0.1' });
  const { world, projectId, members } = server;
  const script = Buffer.from('/*GIF*/;alert(1)//<script>alert(1)</script>');
  const zip = await makeZip([{ path: 'a.js', bytes: script }]);
  const told = await sharp(await smallPicture('jpeg'))
    .withExif({ IFD0: { ImageDescription: MARKUP, Artist: MARKUP } })
    .jpeg()
    .toBuffer();
  pictures.push(
    { name: 'script.gif', bytes: Buffer.concat([await smallPicture('gif'), script]), type: 'image/gif' },
    { name: '<img src=x onerror=alert(1)>.jpg', bytes: told, type: 'image/jpeg' },
    { name: 'zip.webp', bytes: Buffer.concat([await smallPicture('webp'), zip]), type: 'image/webp' },
  );
  const packed = await makeZip(pictures.map(({ name, bytes }) => ({ path: `cat/${name}`, bytes })));
  const source = await uploadBytes(world, projectId, 'pictures.zip', packed);
  const request = { format: 'zip', source, split: { by: 'fixed', split: 'pool' }, addClasses: true } as const;
  const { jobId } = await startIngest(world.container, { projectId, userId: members.owner.id, request });
  // The server's own worker does it.
  for (let state = ''; state !== 'done'; await sleep(50)) {
    state = (await world.container.db.job.findUniqueOrThrow({ where: { id: jobId } })).state;
    if (state === 'failed') throw new Error('The pictures were not taken.');
  }
}, 120_000);
afterAll(() => server.stop());

describe('pictures that are also something else', () => {
  it('are given out as pictures, in a document that runs nothing', async () => {
    const cookie = await server.cookiesOf(server.members.viewer);
    const { db } = server.world.container;
    const rows = await db.example.findMany({ where: { projectId: server.projectId } });
    expect(rows).toHaveLength(pictures.length);
    for (const { row, key } of rows) {
      const picture = pictures.find(({ name }) => key.endsWith(name));
      for (const kind of ['image', 'thumbnail']) {
        const response = await server.ask(`/api/projects/${server.projectId}/examples/${row}/${kind}`, {
          cookie,
        });
        const { headers } = response;
        expect(headers.get('content-type'), key).toBe(kind === 'image' ? picture?.type : 'image/webp');
        expect(headers.get('x-content-type-options')).toBe('nosniff');
        expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
        expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
        const bytes = Buffer.from(await response.arrayBuffer());
        if (kind === 'image') expect(bytes).toEqual(picture?.bytes);
        else expect(bytes.toString('latin1')).not.toContain('alert');
      }
    }
  });

  it('and names full of markup stay texts in pages, in tables and in what files are called', async () => {
    const cookie = await server.cookiesOf(server.members.owner);
    const { projectId } = server;
    await server.world.container.db.project.update({ where: { id: projectId }, data: { name: MARKUP } });
    for (const path of ['/projects', `/projects/${projectId}/pool`, `/projects/${projectId}/pool?row=1`]) {
      const page = await (await server.ask(path, { cookie })).text();
      expect(page, path).not.toContain('<img src=x');
      expect(page, path).not.toContain('<script>alert');
    }
    const table = await server.ask(`/api/projects/${projectId}/exports/jsonl`, { cookie });
    expect(table.headers.get('content-disposition')).toMatch(/^attachment; filename="[a-z.-]+"$/);
    expect(await table.text()).toContain('onerror=alert(1)');
  });
});

describe('a project of others', () => {
  const paths = (projectId: string, jobId: string) =>
    FILE_ROUTES.map(({ method, template, path }) => {
      const filled = template
        .replace('{projectId}', projectId)
        .replace('{jobId}', jobId)
        .replace('{row}', '0')
        .replace('{format}', 'jsonl')
        .replace(/\{\w+\}/g, 'x');
      const query = path === 'jobs.events' ? `?projectId=${projectId}` : '?fileName=a.zip';
      return { method, url: `/api/v1${filled}${query}` };
    });

  it('has no file, no picture and no stream for anybody, whatever they are elsewhere', async () => {
    const { db } = server.world.container;
    const { id: jobId } = await db.job.findFirstOrThrow({ where: { projectId: server.projectId } });
    const asked = [
      ...Object.values(server.members).map((user) => ({ user, projectId: server.strangersProjectId })),
      { user: server.stranger, projectId: server.projectId },
    ];
    for (const { user, projectId } of asked) {
      const cookie = await server.cookiesOf(user);
      for (const { method, url } of paths(projectId, jobId)) {
        const body = method === 'GET' ? undefined : 'x';
        const response = await server.ask(url, { method, cookie, body });
        expect(response.status, `${user.name} ${url}`).toBe(404);
        expect(await response.text()).not.toContain('alert');
      }
    }
  });
});

describe('a stream of events', () => {
  /** The events of a job that nobody ever runs; ends where the stream does. */
  async function listen(access: {
    cookie?: string;
    key?: string;
  }): Promise<{ text: string; ended: boolean }> {
    const { projectId } = server;
    const waiting = { kind: 'never-run', projectId, payload: {} };
    const { id } = await server.world.container.db.job.create({ data: waiting });
    const response = await server.ask(`/api/v1/jobs/${id}/events?projectId=${projectId}`, {
      cookie: access.cookie ?? null,
      headers: access.key ? { authorization: `Bearer ${access.key}` } : {},
    });
    expect(response.status).toBe(200);
    const told = { text: '', ended: false };
    const reading = (async () => {
      for await (const part of response.body ?? []) told.text += Buffer.from(part).toString();
      told.ended = true;
    })();
    // one that goes on is cut off where the server ends
    reading.catch(() => undefined);
    return told;
  }

  it('ends soon after whoever listens signed out, lost the role or the key, and goes on for others', async () => {
    const { members, world, projectId } = server;
    const own = { where: { projectId_userId: { projectId, userId: members.viewer.id } } };
    const leaving = await server.cookiesOf(members.lead);
    const { id: keyId, key } = await world
      .caller(members.owner)
      .apiKeys.create({ projectId, name: 'listens', scope: 'read' });
    const streams = await Promise.all([
      listen({ cookie: leaving }),
      listen({ cookie: await server.cookiesOf(members.viewer) }),
      listen({ key }),
      listen({ cookie: await server.cookiesOf(members.owner) }),
    ]);
    await server.ask('/api/auth/sign-out', {
      method: 'POST',
      cookie: leaving,
      headers: JSON_TYPE,
      body: '{}',
    });
    await world.container.db.membership.update({ ...own, data: { role: 'annotator' } });
    await world.caller(members.owner).apiKeys.revoke({ projectId, keyId });
    for (let waited = 0; waited < 15_000 && streams.filter(({ ended }) => ended).length < 3; waited += 50) {
      await sleep(50);
    }
    expect(streams.map(({ ended }) => ended)).toEqual([true, true, true, false]);
    for (const { text } of streams) expect(text).toContain('event: progress');
    await world.container.db.membership.update({ ...own, data: { role: 'viewer' } });
  });
});

it('a copy of the database lets nobody in: no key, link, cookie or secret stands in it', async () => {
  const { world, members, projectId, stranger } = server;
  const owner = world.caller(members.owner);
  const { key } = await owner.apiKeys.create({ projectId, name: 'dump', scope: 'manage' });
  const hook = await owner.webhooks.create({
    ...{ projectId, url: 'https://example.org/', events: ['job.failed'], allowPrivate: false },
  });
  const added = await owner.members.add({ projectId, email: 'new@test.local', name: 'New', role: 'viewer' });
  const tokenOf = (link: string | null) => new URL(link ?? '').searchParams.get('token') ?? '';
  const settings = { db: world.container.db, secret: 'x'.repeat(32), url: server.origin };
  const [, cookie = ''] = (await server.cookiesOf(stranger)).split('=');
  const signature = decodeURIComponent(cookie).split('.')[1] ?? '';
  const secrets = [
    key,
    hook.secret.slice('whsec_'.length),
    tokenOf(added.link),
    tokenOf(await createSignInLink(settings, stranger.email)),
    signature,
  ];
  for (const secret of secrets) expect(secret.length).toBeGreaterThan(20);
  const tables = await world.container.db.$queryRaw<{ name: string }[]>`
    SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`;
  expect(tables.length).toBeGreaterThan(30);
  for (const { name } of tables) {
    const rows = await world.container.db.$queryRawUnsafe<{ text: string }[]>(
      `SELECT t::text AS text FROM ${name} t`,
    );
    const dump = rows.map(({ text }) => text).join('\n');
    for (const secret of secrets) expect(dump.includes(secret), name).toBe(false);
  }
});

describe('behind a proxy that Winnow trusts', () => {
  const guess = (forwarded: string) =>
    server.ask('/sign-in/password', {
      method: 'POST',
      headers: { 'x-forwarded-for': forwarded },
      body: new URLSearchParams({ email: `${forwarded.length}-${Math.random()}@test.local`, password: 'x' }),
    });

  it('visitors are told apart by what it says, and not by what they say themselves', async () => {
    await server.world.container.db.rateLimit.deleteMany();
    const statuses = [];
    for (let tried = 0; tried < 22; tried++) {
      statuses.push((await guess(`198.51.100.${tried}, 203.0.113.5`)).status);
    }
    expect(statuses.slice(0, 20)).toEqual(Array(20).fill(401));
    expect(statuses.slice(20)).toEqual([429, 429]);
    expect((await guess('203.0.113.6')).status).toBe(401);
  });

  it('the log says who was refused, from where, and no address of mail', async () => {
    const cookie = await server.cookiesOf(server.stranger);
    await server.ask(`/api/v1/projects/${server.projectId}`, {
      cookie,
      headers: { 'x-forwarded-for': '203.0.113.7' },
    });
    await server.ask(`/api/v1/projects/${server.projectId}`, {
      method: 'PATCH',
      body: JSON.stringify({ name: 7 }),
      cookie: await server.cookiesOf(server.members.owner),
      headers: { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.9' },
    });
    await guess('203.0.113.8');
    const logs = await server.logs();
    const lines = logs
      .split('\n')
      .flatMap((line) => (line ? [JSON.parse(line) as Record<string, unknown>] : []));
    expect(lines).toContainEqual(
      expect.objectContaining({
        ...{ msg: 'request', address: '203.0.113.7', refused: 'not-found', userId: server.stranger.id },
      }),
    );
    expect(lines).toContainEqual(
      expect.objectContaining({
        ...{ msg: 'request', address: '203.0.113.9', refused: 'bad-input', invalid: 'name: invalid_type' },
      }),
    );
    const refused = lines.find(({ outcome, by }) => outcome === 'refused' && by === 'password');
    expect(refused).toMatchObject({
      msg: 'authentication',
      event: 'sign-in',
      account: expect.any(String) as string,
    });
    const request = lines.find(({ requestId, msg }) => msg === 'request' && requestId === refused?.requestId);
    expect(request).toMatchObject({ address: '203.0.113.5', status: 401 });
    expect(lines).toContainEqual(expect.objectContaining({ event: 'sign-in', by: 'link', outcome: 'done' }));
    expect(logs).not.toContain('@test.local');
  });
});

it('TRACE echoes nothing', async () => {
  const answer = await new Promise<{ status: number; body: string }>((resolve, reject) => {
    const headers = { cookie: 'secret=cookie' };
    const asked = httpRequest(`${server.url}/api/health`, { method: 'TRACE', headers }, (response) => {
      let body = '';
      response.on('data', (part: Buffer) => (body += part.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    asked.on('error', reject);
    asked.end();
  });
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.body).not.toContain('cookie');
});
