import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_SCOPES } from '@/lib/contracts/api-key';
import type { ApiScope } from '@/lib/contracts/api-key';
import type { SessionUser } from '@/server/api/trpc';
import { openApiDocument } from '@/server/api/v1/openapi';
import { webProcess } from '@/server/api/web-process';
import { askHttpApi } from '../support/http-api';
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';
import { useAsWebProcess } from '../support/web-process';

let world: TestContainer;
let owner: SessionUser;
let projectId: string;
let otherProjectId: string;
const keys = {} as Record<ApiScope, string>;

beforeAll(async () => {
  world = await createTestContainer();
  useAsWebProcess(world);
  owner = await world.createUser('Olga');
  projectId = (await world.createProject(owner)).id;
  otherProjectId = (await world.createProject(owner, { name: 'Another one' })).id;
  for (const scope of API_SCOPES) keys[scope] = (await makeKey(owner, scope)).key;
});
afterAll(async () => {
  await (await webProcess()).container.db.$disconnect();
  await world.close();
});

function makeKey(user: SessionUser, scope: ApiScope) {
  return world.caller(user).apiKeys.create({ projectId, name: `to ${scope}`, scope });
}

/** Every operation of the document, with its scope. */
const operations = Object.entries(openApiDocument().paths).flatMap(([template, methods]) =>
  Object.entries(methods).map(([method, { security, parameters }]) => ({
    name: `${method.toUpperCase()} ${template}`,
    method: method.toUpperCase(),
    template,
    scope: security?.[0]?.apiKey?.[0] as ApiScope,
    namesProject: parameters.some(({ name }) => name === 'projectId'),
  })),
);
type Operation = (typeof operations)[number];

/** With the project and, for all else, with what is not there; a body that nothing takes. */
async function ask(operation: Operation, key: string | null, project = projectId): Promise<number> {
  const path = operation.template.replace('{projectId}', project).replace(/\{\w+\}/g, '0');
  const named = operation.template.includes('{projectId}') || !operation.namesProject;
  const response = await askHttpApi(
    key,
    operation.method,
    named ? path : `${path}?projectId=${project}`,
    operation.method === 'GET' ? undefined : {},
  );
  await response.body?.cancel();
  return response.status;
}

describe('every operation of the HTTP API', () => {
  it('is found in the document', () => {
    expect(operations.length).toBeGreaterThan(40);
    expect(new Set(operations.map(({ scope }) => scope))).toEqual(new Set(API_SCOPES));
  });

  it.each(operations)('$name is closed without a key, and with a wrong one', async (operation) => {
    expect(await ask(operation, null)).toBe(401);
    expect(await ask(operation, `${keys.manage.slice(0, -1)}${keys.manage.endsWith('A') ? 'B' : 'A'}`)).toBe(
      401,
    );
  });

  it.each(operations)('$name is open from its scope on: $scope', async (operation) => {
    const needed = API_SCOPES.indexOf(operation.scope);
    for (const [rank, scope] of API_SCOPES.entries()) {
      const status = await ask(operation, keys[scope]);
      if (rank < needed) expect(status, scope).toBe(403);
      else expect([401, 403], scope).not.toContain(status);
    }
  });

  it.each(operations.filter(({ method }) => method !== 'GET'))(
    '$name, where it changes anything, needs more than “read”',
    ({ name, scope }) => {
      if (name !== 'POST /projects/{projectId}/selections/preview') expect(scope).not.toBe('read');
    },
  );

  it.each(operations.filter(({ namesProject }) => namesProject))(
    '$name does not show another project of the same person',
    async (operation) => {
      expect(await ask(operation, keys.manage, otherProjectId)).toBe(404);
    },
  );
});

describe('an API key', () => {
  it('lists its project only', async () => {
    const response = await askHttpApi(keys.read, 'GET', '/projects');
    expect(await response.json()).toMatchObject([{ id: projectId }]);
    expect(await world.caller(owner).projects.list()).toHaveLength(2);
  });

  it('is shown once, and kept as a hash', async () => {
    const { id, key } = await makeKey(owner, 'read');
    const row = await world.container.db.apiKey.findUniqueOrThrow({ where: { id } });
    expect(JSON.stringify(row)).not.toContain(key);
    const listed = await world.caller(owner).apiKeys.list({ projectId });
    expect(JSON.stringify(listed)).not.toContain(key.slice(0, -4));
    expect(listed[0]).toMatchObject({ id, ending: key.slice(-4), userName: 'Olga', lastUsedAt: null });
    expect(listed[0]).not.toHaveProperty('secretHash');
    // 256 bits of base64url behind the prefix
    expect(key).toMatch(/^winnow_[\w-]{43}$/);
  });

  it('tells when it was used, and stops when it is revoked', async () => {
    const { id, key } = await makeKey(owner, 'read');
    expect((await askHttpApi(key, 'GET', '/projects')).status).toBe(200);
    const api = world.caller(owner).apiKeys;
    const used = (await api.list({ projectId })).find((one) => one.id === id);
    expect(Math.abs(Date.now() - (used?.lastUsedAt?.getTime() ?? 0))).toBeLessThan(60_000);
    await api.revoke({ projectId, keyId: id });
    await api.revoke({ projectId, keyId: id });
    expect((await askHttpApi(key, 'GET', '/projects')).status).toBe(401);
    await expect(api.revoke({ projectId: otherProjectId, keyId: id })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('stops by itself when it expires, and says so', async () => {
    const api = world.caller(owner).apiKeys;
    const { id, key } = await api.create({ projectId, name: 'for a week', scope: 'read', expiresInDays: 7 });
    const [listed] = await api.list({ projectId });
    const days = ((listed?.expiresAt?.getTime() ?? 0) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(6.9);
    expect(days).toBeLessThanOrEqual(7);
    expect(listed).toMatchObject({ id, state: 'works' });
    expect((await askHttpApi(key, 'GET', '/projects')).status).toBe(200);

    const expiresAt = new Date(Date.now() - 1);
    await world.container.db.apiKey.update({ where: { id }, data: { expiresAt } });
    const refused = await askHttpApi(key, 'GET', '/projects');
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({
      code: 'unauthenticated',
      message: `This API key expired at ${expiresAt.toISOString()}.`,
      remedy: 'Make another key on the page API of the project.',
    });
    expect((await api.list({ projectId }))[0]).toMatchObject({ id, state: 'expired' });
  });

  it('works until it is revoked where nobody says how long', async () => {
    const { id } = await makeKey(owner, 'read');
    const api = world.caller(owner).apiKeys;
    expect((await api.list({ projectId }))[0]).toMatchObject({ id, expiresAt: null, state: 'works' });
    await api.revoke({ projectId, keyId: id });
    expect((await api.list({ projectId }))[0]).toMatchObject({ id, state: 'revoked' });
  });

  it('that asks too often is told when to come back, and no other key is', async () => {
    const { id, key } = await makeKey(owner, 'read');
    const { apiRate } = (await webProcess()).container;
    // as if all had been asked ten seconds from now, so that no slow machine lets one more through
    const soon = Date.now() + 10_000;
    while (apiRate.take(id, soon) === 0);
    const paths = ['/projects', `/projects/${projectId}/exports/csv`];
    for (const path of paths) {
      const refused = await askHttpApi(key, 'GET', path);
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await refused.json()).toMatchObject({
        code: 'too-many-requests',
        message: 'This API key asked more than 1200 times within a minute.',
      });
    }
    expect((await askHttpApi(keys.read, 'GET', '/projects')).status).toBe(200);
  });

  it('answers what was revoked and what never was alike', async () => {
    const { id, key } = await makeKey(owner, 'manage');
    await world.caller(owner).apiKeys.revoke({ projectId, keyId: id });
    const answers = await Promise.all(
      [key, 'winnow_none', 'x'].map(async (one) => {
        const response = await askHttpApi(one, 'GET', '/projects');
        return response.text();
      }),
    );
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  it('can no more than the person who made it, and nothing once they left', async () => {
    const lead = await world.createUser('Lee');
    const membership = { projectId, userId: lead.id };
    await world.container.db.membership.create({ data: { ...membership, role: 'owner' } });
    const { key } = await makeKey(lead, 'manage');
    const where = { projectId_userId: membership };
    await world.container.db.membership.update({ where, data: { role: 'viewer' } });
    const settings = { name: 'Renamed' };
    expect((await askHttpApi(key, 'PATCH', `/projects/${projectId}`, settings)).status).toBe(403);
    expect((await askHttpApi(key, 'GET', `/projects/${projectId}`)).status).toBe(200);
    await world.container.db.membership.delete({ where });
    expect((await askHttpApi(key, 'GET', `/projects/${projectId}`)).status).toBe(404);
    expect(await (await askHttpApi(key, 'GET', '/projects')).json()).toEqual([]);
  });
});
