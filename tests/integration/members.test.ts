import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '@/lib/contracts/project';
import { choosePassword } from '@/server/api/http/password-sign-in';
import type { SessionUser } from '@/server/api/trpc';
import { webProcess } from '@/server/api/web-process';
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';
import { useAsWebProcess, WEB_URL } from '../support/web-process';

let world: TestContainer;
let owner: SessionUser;
let other: SessionUser;
let projectId: string;
let people = 0;

beforeAll(async () => {
  world = await createTestContainer();
  useAsWebProcess(world);
  owner = await world.createUser('Olga');
  other = await world.createUser('Otto');
});
beforeEach(async () => {
  projectId = (await world.createProject(owner)).id;
});
afterAll(async () => {
  await (await webProcess()).container.db.$disconnect();
  await world.close();
});

const api = (user = owner) => world.caller(user).members;
const newEmail = () => `person-${(people += 1)}@test.local`;
const add = (role: Role = 'annotator', email = newEmail()) =>
  api().add({ projectId, email, name: 'Ann', role });
const roleOf = async (userId: string) =>
  (await world.container.db.membership.findUnique({ where: { projectId_userId: { projectId, userId } } }))
    ?.role;
const tokenOf = (link: string | null) => new URL(link ?? '').searchParams.get('token') ?? '';
async function choose(token: string): Promise<number> {
  const request = new Request(`${WEB_URL}/sign-in/choose/confirm`, {
    method: 'POST',
    body: new URLSearchParams({ token, password: 'correct horse battery' }),
    headers: { origin: WEB_URL, host: new URL(WEB_URL).host },
  });
  return (await choosePassword(request, { params: Promise.resolve({}) })).status;
}

describe('adding a person', () => {
  it('makes an account and a link where there is none, whatever case the address has', async () => {
    const email = newEmail();
    const { userId, link } = await add('annotator', ` ${email.toUpperCase()}`);
    const listed = (await api().list({ projectId })).find((member) => member.userId === userId);
    expect(listed).toMatchObject({
      email,
      name: 'Ann',
      role: 'annotator',
      hasPassword: false,
      mayLink: true,
    });
    expect(await choose(tokenOf(link))).toBe(204);
    expect((await api().list({ projectId })).find((member) => member.userId === userId)).toMatchObject({
      hasPassword: true,
    });
  });

  it('who has an account needs no link, keeps their name and sees the project at once', async () => {
    const there = await world.createUser('Greta');
    expect(await world.caller(there).projects.list()).toEqual([]);
    expect(await add('viewer', there.email)).toEqual({ userId: there.id, link: null });
    expect(await world.caller(there).projects.list()).toMatchObject([{ id: projectId, role: 'viewer' }]);
    expect((await api().list({ projectId })).map(({ name }) => name)).toContain('Greta');
  });

  it('twice is refused, also at once', async () => {
    const email = newEmail();
    const both = await Promise.allSettled([add('annotator', email), add('lead', email)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await api().list({ projectId })).toHaveLength(2);
  });

  it.each(['', 'no address', 'a@b', `${'x'.repeat(300)}@test.local`])('“%s” is refused', async (email) => {
    await expect(add('viewer', email)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('a link for somebody', () => {
  it('is for whoever owns all of their projects', async () => {
    const { userId } = await add();
    const { link } = await api().createLink({ projectId, userId });
    expect(await choose(tokenOf(link))).toBe(204);
  });

  it('is refused as soon as they have a project of somebody else, and from then on to that one too', async () => {
    const { userId } = await add();
    const elsewhere = await world.createProject(other);
    const [account] = await world.container.db.user.findMany({ where: { id: userId } });
    await api(other).add({ projectId: elsewhere.id, email: account?.email ?? '', name: 'x', role: 'viewer' });
    for (const [asker, id] of [
      [owner, projectId],
      [other, elsewhere.id],
    ] as const) {
      await expect(api(asker).createLink({ projectId: id, userId })).rejects.toMatchObject({
        code: 'FORBIDDEN',
      });
      const listed = (await api(asker).list({ projectId: id })).find((member) => member.userId === userId);
      expect(listed?.mayLink).toBe(false);
    }
    await api(other).changeRole({ projectId: elsewhere.id, userId, role: 'lead' });
    await world.container.db.membership.create({
      data: { projectId: elsewhere.id, userId: owner.id, role: 'owner' },
    });
    expect((await api().createLink({ projectId, userId })).link).toContain('/sign-in/choose?token=');
  });

  it('that is open when another owner adds the person stops, if they have a password already', async () => {
    const email = newEmail();
    const { userId, link } = await add('annotator', email);
    await choose(tokenOf(link));
    const open = await api().createLink({ projectId, userId });
    const elsewhere = await world.createProject(other);
    await api(other).add({ projectId: elsewhere.id, email, name: 'x', role: 'lead' });
    expect(await choose(tokenOf(open.link))).toBe(404);
  });

  it('is refused for who runs this Winnow, for oneself and for strangers', async () => {
    const { db, env } = world.container;
    const runs = await db.user.create({ data: { id: 'runs-it', name: 'Root', email: env.ownerEmail } });
    await add('viewer', env.ownerEmail);
    for (const userId of [runs.id, owner.id]) {
      await expect(api().createLink({ projectId, userId })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
    await expect(api().createLink({ projectId, userId: other.id })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('the last owner', () => {
  it('is neither removed nor demoted', async () => {
    await add('lead');
    const last = { projectId, userId: owner.id };
    await expect(api().remove(last)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(api().changeRole({ ...last, role: 'lead' })).rejects.toMatchObject({ code: 'CONFLICT' });
    await api().changeRole({ ...last, role: 'owner' });
    expect(await roleOf(owner.id)).toBe('owner');
  });

  it('remains when two demote each other at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = await world.createProject(owner, {}, [{ user: other, role: 'owner' }]);
      const both = await Promise.allSettled([
        api(owner).changeRole({ projectId: id, userId: other.id, role: 'viewer' }),
        api(other).remove({ projectId: id, userId: owner.id }),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const owners = await world.container.db.membership.count({ where: { projectId: id, role: 'owner' } });
      expect(owners).toBe(1);
    }
  });
});

describe('who leaves', () => {
  it('gives back what was handed out and keeps what was answered', async () => {
    const { db } = world.container;
    const annotator = await world.createUser('Ann');
    await add('annotator', annotator.email);
    const batch = await db.batch.create({
      data: {
        projectId,
        kind: 'seed',
        size: 2,
        name: 'First labels',
        items: { create: [0, 1].map((row) => ({ position: row, row })) },
      },
    });
    const held = { batchId: batch.id, userId: annotator.id, expiresAt: new Date(Date.now() + 60_000) };
    const hold = () => db.lease.createMany({ data: [0, 1].map((row) => ({ ...held, row })) });
    await db.annotation.create({
      data: { projectId, batchId: batch.id, row: 0, label: 1, userId: annotator.id, source: 'person' },
    });
    await hold();
    await api().changeRole({ projectId, userId: annotator.id, role: 'lead' });
    expect(await db.lease.count()).toBe(2);
    await api().changeRole({ projectId, userId: annotator.id, role: 'viewer' });
    expect(await db.lease.count()).toBe(0);
    await hold();
    await api().remove({ projectId, userId: annotator.id });
    expect(await db.lease.count()).toBe(0);
    expect(await db.annotation.count({ where: { projectId, userId: annotator.id } })).toBe(1);
    await expect(world.caller(annotator).projects.get({ projectId })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(api().remove({ projectId, userId: annotator.id })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('an annotator', () => {
  it('sees the project without its costs and stages, and makes no project', async () => {
    await world.caller(owner).projects.update({ projectId, costPerLabel: 0.2, costPerHour: 20 });
    const annotator = await world.createUser('Ann');
    await add('annotator', annotator.email);
    const seen = await world.caller(annotator).projects.get({ projectId });
    expect(seen).toMatchObject({ classes: ['cat', 'dog'], costPerLabel: null, costPerHour: null });
    expect(seen.stages.map(({ stage }) => stage)).toEqual(['labeling']);
    const wish = { name: 'Mine', modality: 'image' as const, classes: [] };
    await expect(world.caller(annotator).projects.create(wish)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await world.caller(annotator).account.get()).toMatchObject({ mayCreateProjects: false });
    await api().changeRole({ projectId, userId: annotator.id, role: 'lead' });
    expect(await world.caller(annotator).account.get()).toMatchObject({ mayCreateProjects: true });
  });
});
