import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD_LENGTH } from '@/lib/contracts/account';
import { choosePassword, signInWithPassword } from '@/server/api/http/password-sign-in';
import { userOf } from '@/server/api/http/session';
import type { SessionUser } from '@/server/api/trpc';
import { webProcess } from '@/server/api/web-process';
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';
import { cookieHeader, cookiesOf, passwordToken, useAsWebProcess, WEB_URL } from '../support/web-process';

const PASSWORD = 'correct horse battery';

let world: TestContainer;
let ada: SessionUser;
let visitors = 0;

beforeAll(async () => {
  world = await createTestContainer();
  useAsWebProcess(world);
  ada = await world.createUser('Ada');
  expect((await choose(await passwordToken(world, ada), PASSWORD)).status).toBe(204);
});
afterAll(async () => {
  await (await webProcess()).container.db.$disconnect();
  await world.close();
});

/** From an address of its own unless one is named: addresses are rationed too. */
function post(
  handler: typeof choosePassword,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> {
  const request = new Request(`${WEB_URL}/sign-in`, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: {
      origin: WEB_URL,
      host: new URL(WEB_URL).host,
      'x-forwarded-for': `10.0.0.${(visitors += 1)}`,
      ...headers,
    },
  });
  return handler(request, { params: Promise.resolve({}) });
}
const choose = (token: string, password: string) => post(choosePassword, { token, password });
const signIn = (email: string, password: string, headers = {}) =>
  post(signInWithPassword, { email, password }, headers);

describe('a password', () => {
  it('signs in, with a cookie that scripts and other sites cannot use', async () => {
    const response = await signIn(` ${ada.email.toUpperCase()}`, PASSWORD);
    expect(response.status).toBe(204);
    const [cookie = ''] = response.headers.getSetCookie();
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    expect(await userOf(new Headers({ cookie: cookieHeader(response) }))).toMatchObject(ada);
  });

  it('is stored as a hash only', async () => {
    const [account] = await world.container.db.account.findMany({ where: { userId: ada.id } });
    expect(account?.providerId).toBe('credential');
    expect(account?.password).toBeTruthy();
    expect(account?.password).not.toContain(PASSWORD);
  });

  it('of another site’s form is refused', async () => {
    expect((await signIn(ada.email, PASSWORD, { origin: 'https://evil.example' })).status).toBe(403);
  });

  it('that is wrong is answered as an unknown address is, and as an account without a password', async () => {
    const linked = await world.createUser('has links only');
    const answers = [];
    for (const [email, password] of [
      [ada.email, 'a wrong password'],
      ['nobody@test.local', PASSWORD],
      [linked.email, PASSWORD],
      ['', ''],
    ] as const) {
      const response = await signIn(email, password);
      expect(response.headers.getSetCookie()).toEqual([]);
      answers.push({ status: response.status, body: await response.text() });
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.status).toBe(401);
  });

  it('can be tried ten times, at once or one by one; then the answer says when to come back', async () => {
    for (const email of [ada.email, 'unknown@test.local']) {
      await world.container.db.passwordTry.deleteMany();
      const tries = await Promise.all(Array.from({ length: 14 }, () => signIn(email, 'a wrong password')));
      const statuses = tries.map(({ status }) => status).sort();
      expect(statuses).toEqual([...Array<number>(10).fill(401), ...Array<number>(4).fill(429)]);
      const locked = await signIn(email, PASSWORD);
      expect(locked.status).toBe(429);
      const wait = Number(locked.headers.get('retry-after'));
      expect(wait).toBeGreaterThan(800);
      expect(wait).toBeLessThanOrEqual(900);
      expect(await locked.text()).toContain('Try again in 15 minutes');
    }
    // the time is over
    const since = new Date(Date.now() - 16 * 60_000);
    await world.container.db.passwordTry.updateMany({ data: { since } });
    expect((await signIn(ada.email, PASSWORD)).status).toBe(204);
    expect(await world.container.db.passwordTry.count()).toBe(0);
  });

  it('is rationed by address as well, in the database', async () => {
    const from = { 'x-forwarded-for': '10.9.9.9' };
    const statuses = [];
    for (let asked = 0; asked < 22; asked += 1) {
      const response = await signIn(`guess-${asked}@test.local`, 'a wrong password', from);
      statuses.push(response.status);
    }
    expect(statuses).toEqual([...Array<number>(20).fill(401), 429, 429]);
    const row = await world.container.db.rateLimit.findFirst({ where: { key: { startsWith: '10.9.9.9' } } });
    expect(row?.count).toBe(20);
    expect((await signIn(ada.email, PASSWORD)).status).toBe(204);
  });
});

describe('a link to choose a password', () => {
  it('signs in, ends all other sessions and works once', async () => {
    const old = await cookiesOf(world, ada);
    expect(await userOf(new Headers({ cookie: old }))).toMatchObject(ada);
    const token = await passwordToken(world, ada);
    const chosen = await choose(token, 'another good one');
    expect(chosen.status).toBe(204);
    expect(await userOf(new Headers({ cookie: cookieHeader(chosen) }))).toMatchObject(ada);
    expect(await userOf(new Headers({ cookie: old }))).toBeNull();
    expect((await signIn(ada.email, PASSWORD)).status).toBe(401);
    expect((await choose(token, PASSWORD)).status).toBe(404);
    expect((await choose(await passwordToken(world, ada), PASSWORD)).status).toBe(204);
  });

  it('is spent by one of two who use it at once', async () => {
    const token = await passwordToken(world, ada);
    const both = await Promise.all([choose(token, PASSWORD), choose(token, PASSWORD)]);
    expect(both.map(({ status }) => status).sort()).toEqual([204, 404]);
  });

  it('survives a password that is too short', async () => {
    const token = await passwordToken(world, ada);
    expect((await choose(token, 'x'.repeat(PASSWORD_LENGTH.min - 1))).status).toBe(400);
    expect((await choose(token, PASSWORD)).status).toBe(204);
  });

  it('expires, is stored as a hash, and ends when another is made', async () => {
    const first = await passwordToken(world, ada);
    const second = await passwordToken(world, ada);
    expect((await choose(first, PASSWORD)).status).toBe(404);
    const stored = await world.container.db.verification.findMany();
    expect(stored).toHaveLength(1);
    expect(JSON.stringify(stored)).not.toContain(second);
    const hours = ((stored[0]?.expiresAt.getTime() ?? 0) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(71);
    expect(hours).toBeLessThanOrEqual(72);
    await world.container.db.verification.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } });
    expect((await choose(second, PASSWORD)).status).toBe(404);
  });

  it('opens an account that was locked', async () => {
    for (let tried = 0; tried < 11; tried += 1) await signIn(ada.email, 'a wrong password');
    expect((await signIn(ada.email, PASSWORD)).status).toBe(429);
    expect((await choose(await passwordToken(world, ada), PASSWORD)).status).toBe(204);
  });
});

it('being seen is written down', async () => {
  await world.container.db.user.update({ where: { id: ada.id }, data: { lastSeenAt: new Date(0) } });
  await userOf(new Headers({ cookie: await cookiesOf(world, ada) }));
  const { lastSeenAt } = await world.container.db.user.findUniqueOrThrow({ where: { id: ada.id } });
  expect(Math.abs(Date.now() - (lastSeenAt?.getTime() ?? 0))).toBeLessThan(60_000);
});
