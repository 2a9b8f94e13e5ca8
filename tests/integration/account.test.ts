import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accountOfLink } from '@/server/api/http/password-sign-in';
import { userOf } from '@/server/api/http/session';
import type { SessionUser } from '@/server/api/trpc';
import { webProcess } from '@/server/api/web-process';
import { signOutAccount } from '@/server/auth/sign-out-account';
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';
import { cookiesOf, passwordToken, useAsWebProcess } from '../support/web-process';

let world: TestContainer;
let ada: SessionUser;
/** what another browser of hers sends */
let elsewhere: string;

beforeAll(async () => {
  world = await createTestContainer();
  useAsWebProcess(world);
});
beforeEach(async () => {
  // Sign-ins are rationed by address; here all come from one.
  await world.container.db.rateLimit.deleteMany();
  const person = await world.createUser('Ada');
  elsewhere = await cookiesOf(world, person);
  const here = await userOf(new Headers({ cookie: await cookiesOf(world, person) }));
  if (!here) throw new Error('not signed in');
  ada = here;
});
afterAll(async () => {
  await (await webProcess()).container.db.$disconnect();
  await world.close();
});

const account = (user = ada) => world.caller(user).account;
const isSignedIn = async (cookie: string) => (await userOf(new Headers({ cookie }))) !== null;

describe('one’s own password', () => {
  it('is set without another where there is none, and ends the other sessions', async () => {
    expect(await account().get()).toMatchObject({ hasPassword: false, name: 'Ada' });
    await account().changePassword({ password: 'correct horse battery' });
    expect(await account().get()).toMatchObject({ hasPassword: true });
    expect(await isSignedIn(elsewhere)).toBe(false);
    expect(await account().sessions()).toMatchObject([{ isCurrent: true }]);
  });

  it('is changed by who knows it only, and not by trying', async () => {
    await account().changePassword({ password: 'correct horse battery' });
    const change = (current: string) => account().changePassword({ current, password: 'another good one' });
    await expect(account().changePassword({ password: 'another good one' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    for (let tried = 0; tried < 9; tried += 1) {
      await expect(change('wrong')).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
    await expect(change('correct horse battery')).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    await world.container.db.passwordTry.deleteMany();
    await change('correct horse battery');
    await expect(change('correct horse battery')).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is set for the first time right after signing in only', async () => {
    const createdAt = new Date(Date.now() - 2 * 3_600_000);
    await world.container.db.session.updateMany({ where: { id: ada.sessionId ?? '' }, data: { createdAt } });
    await expect(account().changePassword({ password: 'correct horse battery' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await account().get()).toMatchObject({ hasPassword: false });
  });

  it.each([
    ['one that leaks show', 'iloveyou123'],
    ['the same in capitals', 'ILOVEYOU123'],
    ['the name and a year', 'ada-Lovelace-2026'],
    ['what this is', 'Winnow!Winnow!'],
  ])('is refused where it is guessed first: %s', async (_what, password) => {
    await account().rename({ name: 'Ada Lovelace' });
    const renamed = { ...ada, name: 'Ada Lovelace' };
    await expect(account(renamed).changePassword({ password })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringMatching('tried first') as string,
    });
  });

  it('may be made of anything else', async () => {
    for (const password of ['ada has a winnow fan', '8302917465', 'пароль из слов', '🐴🔋📎🐴🔋📎🐴🔋📎🐴']) {
      const person = await world.createUser('Ada');
      const signedIn = await userOf(new Headers({ cookie: await cookiesOf(world, person) }));
      if (!signedIn) throw new Error('not signed in');
      await account(signedIn).changePassword({ password });
    }
  });

  it('is at least ten characters long', async () => {
    await expect(account().changePassword({ password: 'too short' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });
});

it('sessions are told without what opens them, and ended one by one or all others at once', async () => {
  const [first, second] = await account().sessions();
  expect([first?.isCurrent, second?.isCurrent].sort()).toEqual([false, true]);
  expect(JSON.stringify(await account().sessions())).not.toContain('token');
  const stranger = await world.createUser('Mallory');
  const old = [first, second].find((session) => !session?.isCurrent)?.id ?? '';
  await account(stranger).endSessions({ sessionId: old });
  expect(await isSignedIn(elsewhere)).toBe(true);
  await account().endSessions({ sessionId: old });
  expect(await isSignedIn(elsewhere)).toBe(false);
  const third = await cookiesOf(world, ada);
  await account().endSessions({ sessionId: null });
  expect(await isSignedIn(third)).toBe(false);
  expect(await account().sessions()).toMatchObject([{ isCurrent: true }]);
});

it('whoever runs Winnow ends sessions and open links, of one person or of everybody', async () => {
  const open = await passwordToken(world, ada);
  expect(await signOutAccount(world.container, ada.email.toUpperCase())).toBe(2);
  expect(await isSignedIn(elsewhere)).toBe(false);
  expect(await accountOfLink(open)).toBeNull();
  await expect(signOutAccount(world.container, 'nobody@test.local')).rejects.toMatchObject({
    code: 'not-found',
  });
  const others = await cookiesOf(world, await world.createUser('Bob'));
  await signOutAccount(world.container, null);
  expect(await isSignedIn(others)).toBe(false);
  expect(await world.container.db.session.count()).toBe(0);
});

it('one’s name is changed', async () => {
  await account().rename({ name: '  Ada Lovelace ' });
  expect(await account().get()).toMatchObject({ name: 'Ada Lovelace' });
  await expect(account().rename({ name: ' ' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});
