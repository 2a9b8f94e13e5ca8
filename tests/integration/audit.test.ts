import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AUDIT_WORDS, UNRECORDED } from '@/lib/contracts/audit';
import { downloadAudit } from '@/server/api/http/audit-file';
import { answerUpload } from '@/server/api/http/uploads';
import { appRouter } from '@/server/api/root';
import { createCaller, type SessionUser } from '@/server/api/trpc';
import { webProcess } from '@/server/api/web-process';
import { detailsOf, idsOf } from '@/server/audit/audit-details';
import { PROCEDURES } from '../support/access-table';
import { askHttpApi } from '../support/http-api';
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';
import { cookiesOf, useAsWebProcess, WEB_URL } from '../support/web-process';

let world: TestContainer;
let owner: SessionUser;
let projectId: string;
let cookie: string;

beforeAll(async () => {
  world = await createTestContainer();
  useAsWebProcess(world);
  owner = await world.createUser('Olga');
  cookie = await cookiesOf(world, owner);
});
beforeEach(async () => {
  projectId = (await world.createProject(owner)).id;
});
afterAll(async () => {
  await (await webProcess()).container.db.$disconnect();
  await world.close();
});

const api = () => world.caller(owner);
const list = async (filter = {}) => (await api().audit.list({ projectId, ...filter })).events;
async function csv(query = ''): Promise<string> {
  const request = new Request(`${WEB_URL}/audit.csv${query}`, { headers: { cookie } });
  const response = await downloadAudit(request, { params: Promise.resolve({ projectId }) });
  expect(response.status).toBe(200);
  return response.text();
}

describe('what was done', () => {
  it('stands in the audit, with who, what, to whom and by which key', async () => {
    await api().projects.update({ projectId, name: 'Renamed' });
    const { userId } = await api().members.add({
      projectId,
      email: `ann-${projectId}@test.local`,
      name: 'Ann',
      role: 'annotator',
    });
    await api().members.changeRole({ projectId, userId, role: 'lead' });
    const { key } = await api().apiKeys.create({ projectId, name: 'robot', scope: 'manage' });
    await askHttpApi(key, 'PATCH', `/projects/${projectId}`, { name: 'Renamed again' });
    const events = await list();
    expect(events.map(({ action, userName, keyName, about }) => [action, userName, keyName, about])).toEqual([
      ['projects.update', 'Olga', 'robot', null],
      ['apiKeys.create', 'Olga', null, null],
      ['members.changeRole', 'Olga', null, 'Ann'],
      ['members.add', 'Olga', null, 'Ann'],
      ['projects.update', 'Olga', null, null],
    ]);
    expect(events[0]?.details).toEqual({ name: 'Renamed again' });
    expect(JSON.stringify(events)).not.toContain(key);
    expect(JSON.stringify(events)).not.toContain('token=');
  });

  it('includes making a project and uploading a file, by session and by the page', async () => {
    const { id } = await world.caller({ ...owner, email: world.container.env.ownerEmail }).projects.create({
      name: 'Second',
      modality: 'image',
      classes: [],
    });
    expect((await api().audit.list({ projectId: id })).events).toMatchObject([{ action: 'projects.create' }]);
    const request = new Request(`${WEB_URL}/uploads?fileName=a.zip`, {
      method: 'POST',
      body: 'bytes',
      headers: { cookie, origin: WEB_URL, host: new URL(WEB_URL).host },
    });
    await answerUpload(request, { params: Promise.resolve({ projectId }) });
    expect(await list()).toMatchObject([
      { action: 'datasets.upload', details: { fileName: 'a.zip', bytes: 5 } },
    ]);
  });

  it('is told from what was refused; what one may not even ask for leaves nothing', async () => {
    const viewer = await world.createUser('Vera');
    await api().members.add({ projectId, email: viewer.email, name: 'Vera', role: 'viewer' });
    const before = await list();
    await expect(world.caller(viewer).projects.update({ projectId, name: 'x' })).rejects.toThrow();
    expect(await list()).toEqual(before);
    await expect(api().projects.remove({ projectId, confirmName: 'wrong' })).rejects.toThrow();
    await expect(api().members.remove({ projectId, userId: owner.id })).rejects.toThrow();
    await expect(api().projects.update({ projectId, name: '' })).rejects.toThrow();
    expect(await list({ outcome: 'refused' })).toMatchObject([
      { action: 'projects.update', outcome: 'refused', details: { name: '', error: 'bad-input' } },
      { action: 'members.remove', outcome: 'refused', details: { userId: owner.id, error: 'conflict' } },
      { action: 'projects.remove', outcome: 'refused', details: { also: ['confirmName'] } },
    ]);
    expect(await list({ outcome: 'done' })).toEqual(before);
  });

  it('cannot be changed or taken out, not even in the database', async () => {
    await api().projects.update({ projectId, name: 'Renamed' });
    await expect(api().projects.update({ projectId, name: '' })).rejects.toThrow();
    const { db } = world.container;
    for (const data of [
      { action: 'x' },
      { outcome: 'refused' },
      { outcome: 'unknown' },
      { details: {} },
    ] as const)
      await expect(db.auditEvent.updateMany({ where: { projectId }, data })).rejects.toThrow('append-only');
    await expect(db.auditEvent.deleteMany()).rejects.toThrow('append-only');
    await expect(db.$executeRaw`TRUNCATE "AuditEvent"`).rejects.toThrow('append-only');
    expect(await list()).toHaveLength(2);
  });

  it('has words for everything that changes a project, unless it is said to leave no event', () => {
    const types = appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>;
    const mutations = Object.keys(PROCEDURES).filter(
      (path) => PROCEDURES[path] !== 'signed-in' && types[path]?._def.type === 'mutation',
    );
    const missing = mutations.filter((path) => !(path in AUDIT_WORDS) && !UNRECORDED.includes(path));
    expect(missing, 'add them to lib/contracts/audit.ts').toEqual([]);
  });
});

describe('a server that is killed or loses its database', () => {
  /** The API on a database that answers nothing to some of what is asked of the audit. */
  function cutOff(operation: 'create' | 'update') {
    const cut = () => Promise.reject(new Error('Connection terminated'));
    const db = world.container.db.$extends({ query: { auditEvent: { [operation]: cut } } });
    const container = { ...world.container, db: db as unknown as typeof world.container.db };
    return createCaller(appRouter)({ container, user: owner });
  }
  const nameOf = async () =>
    (await world.container.db.project.findUniqueOrThrow({ where: { id: projectId } })).name;

  it('before the line is written has done nothing', async () => {
    const name = await nameOf();
    const asked = cutOff('create').projects.update({ projectId, name: 'Renamed' });
    await expect(asked).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(await nameOf()).toBe(name);
    const owned = { members: { some: { userId: owner.id } } };
    const before = await world.container.db.project.count({ where: owned });
    await expect(
      cutOff('create').projects.create({ name: 'Second', modality: 'image', classes: [] }),
    ).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(await world.container.db.project.count({ where: owned })).toBe(before);
  });

  it('after the act has left a line that says so little', async () => {
    await cutOff('update').projects.update({ projectId, name: 'Renamed' });
    expect(await nameOf()).toBe('Renamed');
    expect(await list()).toMatchObject([
      { action: 'projects.update', outcome: 'unknown', details: { name: 'Renamed' } },
    ]);
    expect(await csv('?outcome=unknown')).toMatch(/,unknown\s*$/);
  });

  it('in the middle of the act too, since nobody knows how far it came', async () => {
    const db = world.container.db.$extends({
      query: { project: { update: () => Promise.reject(new Error('something broke')) } },
    });
    const container = { ...world.container, db: db as unknown as typeof world.container.db };
    const asked = createCaller(appRouter)({ container, user: owner }).projects.update({
      projectId,
      name: 'x',
    });
    await expect(asked).rejects.toThrow();
    expect(await list()).toMatchObject([{ action: 'projects.update', outcome: 'unknown' }]);
  });
});

describe('details', () => {
  const SECRETS = [
    'token',
    'password',
    'secret',
    'key',
    'link',
    'url',
    'baseUrl',
    'authorization',
    'current',
  ];

  it('keep no value of a field that is not known to be harmless, however deep it lies', () => {
    const secret = fc.string({ minLength: 8 }).map((text) => `SECRET${text}`);
    const leaf = fc.dictionary(fc.constantFrom(...SECRETS), secret);
    const input = fc.letrec((tie) => ({
      node: fc.oneof(leaf, fc.dictionary(fc.constantFrom(...SECRETS, 'request', 'source'), tie('node'))),
    })).node;
    fc.assert(
      fc.property(input, input, (given, result) => {
        const kept = { ...detailsOf(given), ...idsOf(result) };
        expect(JSON.stringify(Object.values(kept))).not.toContain('SECRET');
      }),
    );
  });

  it('keep ids and what is known, clipped, and name the rest', () => {
    const given = {
      projectId: 'p',
      selectionId: 's',
      request: { source: { kind: 'upload', token: 'x' }, format: 'zip' },
      name: 'n'.repeat(500),
      token: 'x',
    };
    expect(idsOf({ jobId: 'j', link: 'x', rows: [1] })).toEqual({ jobId: 'j' });
    expect(detailsOf(given)).toEqual({
      selectionId: 's',
      'request.source.kind': 'upload',
      'request.format': 'zip',
      name: `${'n'.repeat(200)}…`,
      also: ['token'],
    });
  });

  it('keep no names that somebody made up, however long or odd', () => {
    const long = 'x'.repeat(100_000);
    expect(detailsOf({ [`${long}Id`]: 1, ['\0']: 1, request: { [long]: { name: 'n' } } })).toEqual({
      also: ['x'.repeat(40), '?', 'request'],
    });
  });
});

describe('100,000 events', () => {
  beforeEach(async () => {
    await world.container.db.$executeRaw`
      INSERT INTO "AuditEvent" ("projectId", "userId", "userName", "action", "details")
      SELECT ${projectId}, 'u' || (i % 5), 'Person ' || (i % 5),
             CASE WHEN i = 7 THEN 'projects.update' ELSE 'selections.create' END, jsonb_build_object('budget', i)
      FROM generate_series(1, 100000) AS i`;
  });

  it('are paged by id, filtered, and read whole as a stream', async () => {
    const first = await api().audit.list({ projectId, limit: 500 });
    const second = await api().audit.list({ projectId, limit: 500, before: first.next });
    const budgets = [...first.events, ...second.events].map(({ details }) => details.budget);
    expect(budgets).toEqual(Array.from({ length: 1000 }, (_, index) => 100_000 - index));
    const rare = await api().audit.list({ projectId, action: 'projects.update' });
    expect(rare).toMatchObject({ events: [{ details: { budget: 7 }, userName: 'Person 2' }], next: null });
    expect(await list({ action: 'projects.update', userId: 'u1' })).toEqual([]);
    expect(await list({ userId: '' })).toEqual([]);
    const facets = await api().audit.facets({ projectId });
    expect(facets.people).toHaveLength(5);
    expect(facets.actions).toEqual(['projects.update', 'selections.create']);
    const lines = (await csv()).trimEnd().split('\n');
    expect(lines).toHaveLength(100_001);
    expect(lines[0]).toBe('id,at,person,api_key,action,what,about,details,outcome');
    expect((await csv('?action=projects.update')).trimEnd().split('\n')).toHaveLength(2);
  });
});

it('names that spreadsheets would take for formulas are made harmless in the CSV', async () => {
  await world.container.db.auditEvent.create({
    data: { projectId, userId: 'm', userName: '=HYPERLINK("http://evil")', action: '@SUM(A1)', details: {} },
  });
  const [, line = ''] = (await csv()).split('\n');
  expect(line).toContain(`"'=HYPERLINK(""http://evil"")"`);
  expect(line).toContain(`,'@SUM(A1),`);
});
