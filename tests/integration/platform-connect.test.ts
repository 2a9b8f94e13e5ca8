import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SessionUser } from '@/server/api/trpc';
import { LabelStudio } from '@/server/platforms/label-studio/label-studio';
import { LabelStudioStandIn, STAND_IN_TOKEN } from '../support/label-studio-stand-in';
import type { TestContainer } from '../support/test-container';
import { createTestContainer } from '../support/test-container';

let world: TestContainer;
let owner: SessionUser;
let stand: LabelStudioStandIn;
const PERSONAL = `eyJhbGciOiJIUzI1NiJ9.${Buffer.from('{"token_type":"refresh"}').toString('base64url')}.c2ln`;

beforeAll(async () => {
  world = await createTestContainer();
  owner = await world.createUser();
});
afterAll(() => world.close());
beforeAll(async () => {
  stand = await new LabelStudioStandIn().start();
});
afterAll(() => stand.stop());
afterEach(() => {
  stand.fault = () => null;
  stand.accept = (given) => given === `Token ${STAND_IN_TOKEN}`;
  stand.release = '1.23.2';
});

async function newProject(modality: 'text' | 'image' = 'text') {
  const { id: projectId } = await world.createProject(owner, { modality, classes: [] });
  return { projectId, api: world.caller(owner).platforms };
}

const address = (more: object = {}) => ({
  platform: 'label-studio',
  baseUrl: stand.url,
  token: STAND_IN_TOKEN,
  allowPrivate: true,
  ...more,
});

describe('connecting', () => {
  it('tests an address, connects, keeps the token sealed and shows it to nobody', async () => {
    const { projectId, api } = await newProject();
    expect(await api.check({ projectId, ...address() })).toMatchObject({
      version: '1.23.2',
      user: 'a@b.co',
      projects: [{ id: '1', title: 'Mails' }],
    });
    const view = await api.connect({ projectId, ...address(), externalProject: '1' });
    expect(view).toMatchObject({ externalTitle: 'Mails', linkedTasks: 0, target: { dataKey: 'text' } });
    expect(view.projectUrl).toBe(`${stand.url}/projects/1/data`);
    expect(JSON.stringify(view)).not.toContain(STAND_IN_TOKEN);
    const row = await world.container.db.platformConnection.findUniqueOrThrow({ where: { projectId } });
    expect(JSON.stringify(row)).not.toContain(STAND_IN_TOKEN);
    await expect(api.connect({ projectId, ...address(), externalProject: '1' })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await api.disconnect({ projectId });
    expect(await api.get({ projectId })).toBeNull();
  });

  it('is for owners', async () => {
    const lead = await world.createUser();
    const { id: projectId } = await world.createProject(owner, {}, [{ user: lead, role: 'lead' }]);
    const api = world.caller(lead).platforms;
    await expect(api.check({ projectId, ...address() })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('refuses another modality and an address of the own network that nobody allowed', async () => {
    const { projectId, api } = await newProject('image');
    await expect(api.connect({ projectId, ...address(), externalProject: '1' })).rejects.toThrow(/“text”/);
    await expect(api.check({ projectId, ...address({ allowPrivate: false }) })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});

describe('the verdict says what is wrong and what to do', () => {
  const verdict = async (more: object = {}) => {
    const { projectId, api } = await newProject();
    const error: unknown = await api
      .check({ projectId, ...address(more) })
      .catch((thrown: unknown) => thrown);
    const { message, cause } = error as Error & { cause: { remedy: string } };
    return `${message} ${cause.remedy}`;
  };

  it('a wrong token', async () => {
    expect(await verdict({ token: 'wrong' })).toMatch(/does not accept this token.*Copy the token anew/);
  });

  it('legacy tokens turned off', async () => {
    stand.fault = (_method, path) =>
      path.includes('whoami')
        ? {
            status: 401,
            body: {
              detail:
                'Authentication token no longer valid: legacy token authentication has been disabled for this organization',
            },
          }
        : null;
    expect(await verdict()).toMatch(/takes no legacy tokens.*personal access token/);
  });

  it('a personal token on a Label Studio that knows none', async () => {
    stand.fault = (_method, path) => (path.includes('refresh') ? { status: 404 } : null);
    expect(await verdict({ token: PERSONAL })).toMatch(/since 1\.17.*legacy token/);
  });

  it('a version that is too old', async () => {
    stand.release = '1.7.3';
    expect(await verdict()).toMatch(/1\.7\.3.*Update Label Studio/);
  });

  it('nobody there', async () => {
    const gone = await new LabelStudioStandIn().start();
    const baseUrl = gone.url;
    await gone.stop();
    expect(await verdict({ baseUrl })).toMatch(/cannot be reached.*Check the address/);
  });

  it('something else there', async () => {
    stand.fault = () => ({ status: 200, body: { hello: 'world' } });
    expect(await verdict()).toMatch(/does not answer .* as Label Studio does/);
  });

  it('no Choices in the project', async () => {
    const { projectId, api } = await newProject();
    const { parsed } = stand;
    stand.parsed = {};
    await expect(api.connect({ projectId, ...address(), externalProject: '1' })).rejects.toThrow(
      /no Choices/,
    );
    stand.parsed = parsed;
  });
});

describe('requests', () => {
  const quick = { timeoutMs: 300, attempts: 3, firstPauseMs: 1 };
  const reach = (token = STAND_IN_TOKEN) =>
    new LabelStudio({ baseUrl: stand.url, token, allowPrivate: true, allowPrivateMedia: false }, quick);

  it('are made again after errors of the server, time-outs and broken connections', async () => {
    const faults = [{ status: 502 }, 'hang', null] as const;
    let call = 0;
    stand.fault = () => faults[call++] ?? null;
    expect(await reach().listProjects()).toHaveLength(1);
    expect(call).toBe(3);
    call = 0;
    stand.fault = () => (call++ < 2 ? 'lose-answer' : null);
    expect(await reach().listProjects()).toHaveLength(1);
  });

  it('give up with a reason', async () => {
    stand.fault = () => ({ status: 500 });
    await expect(reach().listProjects()).rejects.toMatchObject({ code: 'unavailable' });
    stand.fault = () => 'hang';
    await expect(reach().listProjects()).rejects.toThrow(/within 1 seconds/);
  });

  it('that write are made once', async () => {
    const before = stand.requests.length;
    stand.fault = () => ({ status: 500 });
    const of = { project: '1', target: await targetOf() };
    await expect(
      reach().importTexts(of, [{ origin: { exampleKey: 'a', pushId: 'p' }, text: 'b' }]),
    ).rejects.toMatchObject({
      code: 'unavailable',
    });
    expect(stand.requests.slice(before).filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('renew a short-lived token that is refused half way, once', async () => {
    let valid = '';
    stand.accept = (given) => given === valid;
    stand.fault = () => null;
    const platform = reach(PERSONAL);
    // The stand-in numbers access tokens by request; the first is refused, its successor taken.
    stand.accept = (given) => {
      if (valid === '' && given?.startsWith('Bearer access-')) {
        valid = 'any later one';
        return false;
      }
      return given?.startsWith('Bearer access-') === true;
    };
    expect(await platform.listProjects()).toHaveLength(1);
    const refreshes = stand.requests.filter(({ path }) => path.includes('refresh'));
    expect(refreshes.every(({ authorization }) => authorization === undefined)).toBe(true);
  });

  async function targetOf() {
    const { fault } = stand;
    stand.fault = () => null;
    const { target } = await reach().describeProject('1');
    stand.fault = fault;
    return target;
  }
});
