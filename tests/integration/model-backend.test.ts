import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as route from '@/app/api/ml/[projectId]/[[...call]]/route';
import { webProcess } from '@/server/api/web-process';
import { LabelStudioStandIn, STAND_IN_TOKEN } from '../support/label-studio-stand-in';
import { numberedPng } from '../support/pictures';
import type { PlatformProject } from '../support/platform-project';
import { fillWithMails, pulledProject } from '../support/platform-project';
import { serveRoutes } from '../support/serve-routes';
import { createTestContainer } from '../support/test-container';
import { useAsWebProcess } from '../support/web-process';

const world = await createTestContainer();
useAsWebProcess(world);
const owner = await world.createUser();
let stand: LabelStudioStandIn;
let server: Awaited<ReturnType<typeof serveRoutes>>;

beforeAll(async () => {
  server = await serveRoutes((request) => {
    const [, , , projectId = '', ...call] = new URL(request.url).pathname.split('/');
    const answer = request.method === 'GET' ? route.GET : route.POST;
    return answer(request, { params: Promise.resolve({ projectId, call: call.filter(Boolean) }) });
  });
});
afterAll(async () => {
  await server.stop();
  await (await webProcess()).container.db.$disconnect();
  await world.close();
});
beforeEach(async () => {
  stand = await new LabelStudioStandIn().start();
});
afterEach(() => stand.stop());

interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}
interface Item {
  model_version: string;
  score: number;
  result: { from_name: string; to_name: string; type: string; value: { choices: string[] } }[];
}

/** As Label Studio calls: basic authentication, JSON, one path below the address. */
async function call(
  projectId: string,
  password: string | null,
  path: string,
  body?: object,
): Promise<Answer> {
  const authorization = password && `Basic ${Buffer.from(`winnow:${password}`).toString('base64')}`;
  const response = await fetch(`${server.url}/api/ml/${projectId}/${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  };
}

async function train(
  { projectId, api }: PlatformProject,
  extractor: string,
  configuration: object,
  ridge = 0.01,
) {
  const { featureSetId } = await api.features.start({
    projectId,
    extractor,
    configuration: configuration as Record<string, unknown>,
  });
  await world.runJobs();
  await api.surrogates.train({ projectId, featureSetId, ridge });
  await world.runJobs();
  return featureSetId;
}

const predict = async (projectId: string, password: string, tasks: unknown, more: object = {}) => {
  const answer = await call(projectId, password, 'predict', { tasks, project: '1.1700000000', ...more });
  expect(answer.status).toBe(200);
  return answer.body as unknown as { results: (Item | [])[]; problems: { task: string; message: string }[] };
};

describe('the password', () => {
  it('opens every path, is asked for on every path, and is kept as a hash only', async () => {
    fillWithMails(stand, 4, 2);
    const { projectId, api } = await pulledProject(world, owner, stand);
    const access = await api.platforms.createModelPassword({ projectId });
    expect(access.url).toMatch(new RegExp(`/api/ml/${projectId}$`));
    for (const path of ['', 'health', 'versions', 'nothing']) {
      for (const [id, password] of [
        [projectId, null],
        [projectId, 'wrong'],
        ['no-such-project', access.password],
      ] as const) {
        const refused = await call(id, password, path);
        expect(refused).toMatchObject({ status: 401, body: { error: 'Unauthorized' } });
        expect(refused.headers.get('www-authenticate')).toMatch(/^Basic realm=/);
      }
    }
    expect((await call(projectId, access.password, 'health')).body).toEqual({
      status: 'UP',
      model_class: 'Winnow',
    });
    const row = await world.container.db.platformConnection.findUniqueOrThrow({ where: { projectId } });
    expect(JSON.stringify(row)).not.toContain(access.password);

    const renewed = await api.platforms.createModelPassword({ projectId });
    expect((await call(projectId, access.password, 'health')).status).toBe(401);
    expect((await call(projectId, renewed.password, 'health')).status).toBe(200);
    await api.platforms.removeModelPassword({ projectId });
    expect((await call(projectId, renewed.password, 'health')).status).toBe(401);
  });

  it('is made by owners', async () => {
    const lead = await world.createUser();
    const { id: projectId } = await world.createProject(owner, {}, [{ user: lead, role: 'lead' }]);
    await expect(world.caller(lead).platforms.createModelPassword({ projectId })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(world.caller(owner).platforms.createModelPassword({ projectId })).rejects.toThrow(
      /not connected/,
    );
  });
});

describe('a model of texts', () => {
  it('predicts tasks of the pool and others alike, and one bad task keeps no other from its prediction', async () => {
    fillWithMails(stand, 24, 16);
    const made = await pulledProject(world, owner, stand);
    const { projectId, api } = made;
    const { password } = await api.platforms.createModelPassword({ projectId });

    const setup = () => call(projectId, password, 'setup', { project: '1.1700000000', schema: stand.config });
    expect((await setup()).body).toEqual({ model_version: 'winnow-untrained' });
    expect((await call(projectId, password, 'predict', { tasks: [] })).status).toBe(409);
    const featureSetId = await train(made, 'tfidf', { dimensions: '512' });
    const { model_version: version } = (await setup()).body;
    expect(version).toMatch(/^winnow-model-surrogate-/);
    expect((await call(projectId, password, 'versions')).body).toEqual({ versions: [version] });
    expect((await call(projectId, password, 'setup', { project: '2.1700000000' })).status).toBe(409);

    const known = [...stand.tasks.values()].slice(-2);
    const copies = known.map(({ data }, index) => ({ id: 9000 + index, data, predictions: [] }));
    const { results, problems } = await predict(projectId, password, [
      ...known,
      { id: 7000, data: { image: 'x' } },
      ...copies,
      'no task at all',
      { id: 7001, data: { text: 17 } },
    ]);
    expect(results).toHaveLength(7);
    expect([results[2], results[5], results[6]]).toEqual([[], [], []]);
    expect(problems.map(({ task }) => task)).toEqual(['7000', null, '7001']);
    const [ham, spam, , hamCopy, spamCopy] = results as Item[];
    expect([ham, spam].map((item) => item?.result[0]?.value.choices)).toEqual([['ham'], ['spam']]);
    for (const item of [ham, spam, hamCopy, spamCopy]) {
      expect(item).toMatchObject({
        model_version: version,
        result: [{ from_name: 'label', to_name: 'text', type: 'choices' }],
      });
      expect(item?.score).toBeGreaterThan(0.5);
      expect(item?.score).toBeLessThanOrEqual(1);
    }
    // What is computed from the contents now is what was computed when the model was trained.
    expect(hamCopy?.score).toBeCloseTo(ham?.score ?? NaN, 5);
    expect(spamCopy?.score).toBeCloseTo(spam?.score ?? NaN, 5);

    expect((await predict(projectId, password, known[0])).results).toEqual([ham]);
    const withoutSpam = stand.config.replace('<Choice value="spam"/>', '');
    const fitting = await predict(projectId, password, known, { label_config: withoutSpam });
    expect(fitting.results).toEqual([ham, []]);
    expect(fitting.problems[0]?.message).toMatch(/no choice “spam” any more/);

    await api.surrogates.train({ projectId, featureSetId, ridge: 1 });
    await world.runJobs();
    expect((await setup()).body.model_version).not.toBe(version);
  });

  it('answers what is no request, and what it does not know, with words', async () => {
    fillWithMails(stand, 4, 2);
    const { projectId, api } = await pulledProject(world, owner, stand);
    const { password } = await api.platforms.createModelPassword({ projectId });
    expect(await call(projectId, password, 'predict', { tasks: 7 })).toMatchObject({
      status: 400,
      body: { code: 'bad-input' },
    });
    expect((await call(projectId, password, 'job_status', { job: 1 })).status).toBe(404);
  });
});

describe('a model of images', () => {
  it('fetches those of new tasks from the platform, with its token, and from nowhere else', async () => {
    stand.parsed = {
      label: { ...(stand.parsed.label as object), inputs: [{ type: 'Image', value: 'image' }] },
    };
    for (let index = 0; index < 12; index++) {
      const path = `/data/upload/1/${index}.png`;
      stand.files.set(path, await numberedPng(index < 6 ? index : 200 + index));
      const task = stand.addTask({ image: path });
      if (index % 6 < 4) stand.annotate(task, index < 6 ? 'ham' : 'spam');
    }
    const made = await pulledProject(world, owner, stand);
    const { projectId, api } = made;
    await train(made, 'pixels', { size: 4, colour: 'gray' });
    const { password } = await api.platforms.createModelPassword({ projectId });
    const elsewhere = await new LabelStudioStandIn().start();
    elsewhere.accept = () => true;
    stand.files.set('/data/upload/1/broken.png', Buffer.from('no picture'));
    const from = stand.requests.length;
    const { results, problems } = await predict(projectId, password, [
      { id: taskOf('/data/upload/1/3.png'), data: { image: 'not asked for: it is in the pool' } },
      { id: 501, data: { image: '/data/upload/1/broken.png' } },
      { id: 502, data: { image: '/data/upload/1/11.png' } },
      { id: 503, data: { image: `${elsewhere.url}/data/upload/1/1.png` } },
      { id: 504, data: { image: 'file:///etc/passwd' } },
      { id: 505, data: { image: '/data/upload/1/gone.png' } },
    ]);
    const requests = stand.requests.slice(from);
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.stop();
    expect(requests.every(({ authorization }) => authorization === `Token ${STAND_IN_TOKEN}`)).toBe(true);
    expect(results.map((item) => !Array.isArray(item))).toEqual([true, false, true, false, false, false]);
    expect(problems.map(({ task }) => task)).toEqual(['501', '503', '504', '505']);
    expect(problems[1]?.message).toMatch(/only the connected platform/);
    const byContent = results[2] as Item;
    const [pooled] = (await predict(projectId, password, [{ id: taskOf('/data/upload/1/11.png'), data: {} }]))
      .results as Item[];
    expect(byContent.result).toEqual(pooled?.result);
    expect(byContent.score).toBeCloseTo(pooled?.score ?? NaN, 5);
  });

  function taskOf(image: string): number {
    return [...stand.tasks.values()].find(({ data }) => data.image === image)?.id ?? 0;
  }
});
