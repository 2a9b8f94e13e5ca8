import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerAuth } from '@/server/api/http/sign-in';
import { userOf } from '@/server/api/http/session';
import { webProcess } from '@/server/api/web-process';
import type { SessionUser } from '@/server/api/trpc';
import { authSecret } from '@/server/auth/auth-secret';
import { ensureOwner } from '@/server/auth/owner.service';
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';
import { cookiesOf, redeem, signInToken, useAsWebProcess, WEB_URL } from '../support/web-process';

let world: TestContainer;
let user: SessionUser;

beforeAll(async () => {
  world = await createTestContainer();
  useAsWebProcess(world);
  user = await world.createUser('Grace');
});
afterAll(async () => {
  await (await webProcess()).container.db.$disconnect();
  await world.close();
});

const asked = (cookie: string) => new Headers({ cookie });

const askAuth = (request: Request) => answerAuth(request, { params: Promise.resolve({}) });

describe('a sign-in link', () => {
  it('signs its user in, with a cookie that scripts and other sites cannot use', async () => {
    const response = await redeem(await signInToken(world, user.email));
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/');
    const [cookie = ''] = response.headers.getSetCookie();
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    expect(await userOf(asked(cookie.split(';')[0] ?? ''))).toMatchObject(user);
  });

  it('works once', async () => {
    const token = await signInToken(world, user.email);
    await redeem(token);
    const again = await redeem(token);
    expect(again.headers.get('location')).toBe('/sign-in?problem=link');
    expect(again.headers.getSetCookie()).toEqual([]);
  });

  it('expires', async () => {
    const token = await signInToken(world, user.email);
    await world.container.db.verification.updateMany({ data: { expiresAt: new Date(Date.now() - 1000) } });
    const late = await redeem(token);
    expect(late.headers.get('location')).toBe('/sign-in?problem=link');
    expect(late.headers.getSetCookie()).toEqual([]);
  });

  it('is stored as a hash only', async () => {
    const token = await signInToken(world, user.email);
    const stored = await world.container.db.verification.findMany();
    expect(stored.length).toBeGreaterThan(0);
    expect(JSON.stringify(stored)).not.toContain(token);
  });

  it('is not spent by whoever only looks at it', async () => {
    const token = await signInToken(world, user.email);
    const looked = await askAuth(new Request(`${WEB_URL}/api/auth/magic-link/verify?token=${token}`));
    expect(looked.status).toBe(404);
    expect((await redeem(token)).headers.get('location')).toBe('/');
  });

  it('cannot be redeemed by another site’s form', async () => {
    const response = await redeem(await signInToken(world, user.email), { origin: 'https://evil.example' });
    expect(response.status).toBe(403);
    expect(response.headers.getSetCookie()).toEqual([]);
  });
});

describe('sign-up', () => {
  it('is closed: a link for an unknown address signs nobody in and makes no account', async () => {
    const before = await world.container.db.user.count();
    const response = await redeem(await signInToken(world, 'stranger@test.local'));
    expect(response.headers.get('location')).toBe('/sign-in?problem=link');
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(await world.container.db.user.count()).toBe(before);
  });

  it.each([
    '/sign-up/email',
    '/sign-in/email',
    '/sign-in/magic-link',
    '/update-user',
    '/request-password-reset',
    '/reset-password',
    '/change-password',
  ])('over HTTP there is no %s', async (path) => {
    const body = JSON.stringify({ email: user.email, password: 'a long password', name: 'x' });
    const headers = { 'content-type': 'application/json', origin: WEB_URL };
    const response = await askAuth(
      new Request(`${WEB_URL}/api/auth${path}`, { method: 'POST', body, headers }),
    );
    expect(response.status).toBe(404);
  });
});

describe('a session', () => {
  const days = (count: number) => new Date(Date.now() - count * 86_400_000);
  const change = (data: { createdAt?: Date; updatedAt?: Date; expiresAt?: Date }) =>
    world.container.db.session.updateMany({ where: { userId: user.id }, data });

  it('ends where nobody uses it for a fortnight; use prolongs that, and nothing more', async () => {
    await world.container.db.session.deleteMany({ where: { userId: user.id } });
    const cookie = await cookiesOf(world, user);
    const kept = () => world.container.db.session.findFirstOrThrow({ where: { userId: user.id } });
    const { expiresAt } = await kept();
    expect(expiresAt.getTime() - Date.now()).toBeGreaterThan(29.9 * 86_400_000);
    expect(expiresAt.getTime() - Date.now()).toBeLessThanOrEqual(30 * 86_400_000);
    await change({ createdAt: days(13), updatedAt: days(13) });
    expect(await userOf(asked(cookie))).not.toBeNull();
    const used = await kept();
    expect(used.updatedAt.getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect(used.expiresAt).toEqual(expiresAt);
    await change({ updatedAt: days(14) });
    expect(await userOf(asked(cookie))).toBeNull();
    expect(await world.container.db.session.count({ where: { userId: user.id } })).toBe(0);
  });

  it('ends thirty days after the sign-in, however much it is used', async () => {
    const cookie = await cookiesOf(world, user);
    await change({ createdAt: days(30), updatedAt: new Date(), expiresAt: new Date(Date.now() - 1) });
    expect(await userOf(asked(cookie))).toBeNull();
  });

  it('tells no script the token that its cookie holds', async () => {
    const cookie = await cookiesOf(world, user);
    const response = await askAuth(
      new Request(`${WEB_URL}/api/auth/get-session`, { headers: { cookie, origin: WEB_URL } }),
    );
    expect(response.status).toBe(404);
  });
});

it('signing out ends the session on the server', async () => {
  const cookie = await cookiesOf(world, user);
  const headers = { cookie, origin: WEB_URL, 'content-type': 'application/json' };
  await askAuth(new Request(`${WEB_URL}/api/auth/sign-out`, { method: 'POST', body: '{}', headers }));
  expect(await userOf(asked(cookie))).toBeNull();
});

describe('the first start', () => {
  it('makes the owner and the sample once, and no later start makes the sample again', async () => {
    const fresh = await createTestContainer();
    const [first, second] = await Promise.all([ensureOwner(fresh.container), ensureOwner(fresh.container)]);
    expect(first.id).toBe(second.id);
    expect(await fresh.container.db.project.findMany()).toMatchObject([{ isSample: true }]);
    await fresh.container.db.project.deleteMany();
    await ensureOwner(fresh.container);
    expect(await fresh.container.db.project.count()).toBe(0);
    await fresh.close();
  });

  it('makes no sample where none is wanted', async () => {
    const fresh = await createTestContainer({ env: { sample: false } });
    await ensureOwner(fresh.container);
    expect(await fresh.container.db.project.count()).toBe(0);
    await fresh.close();
  });
});

it('the secret that signs sessions is kept for its owner alone', async () => {
  const { db, blobs } = world.container;
  const env = { ...world.container.env, secret: null };
  const [first, second] = await Promise.all([authSecret({ env, db, blobs }), authSecret({ env, db, blobs })]);
  expect(first).toBe(second);
  expect(first.length).toBeGreaterThanOrEqual(32);
  expect((await stat(join(env.dataFolder, 'secret'))).mode & 0o777).toBe(0o600);
});
