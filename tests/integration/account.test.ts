import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { userOf } from '@/server/api/http/session';
import type { SessionUser } from '@/server/api/trpc';
import { webProcess } from '@/server/api/web-process';
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';
import { cookiesOf, useAsWebProcess } from '../support/web-process';

let world: TestContainer;
let ada: SessionUser;
/** what another browser of hers sends */
let elsewhere: string;

beforeAll(async () => {
  world = await createTestContainer();
  useAsWebProcess(world);
});
beforeEach(async () => {
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

it('one’s name is changed', async () => {
  await account().rename({ name: '  Ada Lovelace ' });
  expect(await account().get()).toMatchObject({ name: 'Ada Lovelace' });
  await expect(account().rename({ name: ' ' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});
