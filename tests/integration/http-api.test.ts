import { validate } from '@readme/openapi-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GET as getDocument } from '@/app/api/openapi.json/route';
import type { JobView } from '@/lib/contracts/job';
import type { SessionUser } from '@/server/api/trpc';
import { describedTypes } from '@/server/api/v1/described-types';
import { openApiDocument } from '@/server/api/v1/openapi';
import { describeTypes } from '@/server/api/v1/write-types';
import { webProcess } from '@/server/api/web-process';
import type { FashionProject } from '../support/fashion-project';
import { createFashionProject } from '../support/fashion-project';
import { askHttpApi } from '../support/http-api';
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';
import { cookiesOf, useAsWebProcess, WEB_URL } from '../support/web-process';

let world: TestContainer;
let owner: SessionUser;
let project: FashionProject;
let key: string;

beforeAll(async () => {
  world = await createTestContainer();
  useAsWebProcess(world);
  owner = await world.createUser('Olga');
  project = await createFashionProject(world, owner, {
    seed: 20,
    pool: 60,
    test: 20,
    seedLabels: true,
    coarse: true,
  });
  const { projectId } = project;
  key = (await world.caller(owner).apiKeys.create({ projectId, name: 'test', scope: 'manage' })).key;
});
afterAll(async () => {
  await (await webProcess()).container.db.$disconnect();
  await world.close();
});

const ask = (method: string, path: string, body?: string | object) => askHttpApi(key, method, path, body);

describe('the document', () => {
  it('is OpenAPI 3.1, says an outside validator', async () => {
    const document = (await getDocument().json()) as Parameters<typeof validate>[0];
    const result = await validate(document);
    expect(result).toMatchObject({ valid: true, specification: 'OpenAPI' });
  });

  it('says what the code says (else run `npm run api:types`)', () => {
    expect(describedTypes).toEqual(describeTypes());
  }, 120_000);

  it('describes parameters by the schemas and comments of the code', () => {
    const { paths } = openApiDocument();
    const examples = paths['/projects/{projectId}/examples']?.get;
    expect(examples?.parameters).toContainEqual({
      name: 'limit',
      in: 'query',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 200, default: 60 },
    });
    const select = paths['/projects/{projectId}/selections']?.post;
    expect(select?.requestBody?.content['application/json']?.schema).toMatchObject({
      required: ['scoreSetId', 'scheme', 'budget'],
      properties: { budget: { description: 'examples to choose among the unlabeled pool' } },
    });
    expect(paths['/projects/{projectId}/surrogates']?.post?.responses).toHaveProperty('202');
  });
});

describe('input', () => {
  it('of a query becomes what the schema wants', async () => {
    const response = await ask('GET', `/projects/${project.projectId}/examples?split=pool&limit=2&offset=1`);
    const { total, items } = (await response.json()) as { total: number; items: { row: number }[] };
    expect(total).toBe(60);
    expect(items.map(({ row }) => row)).toEqual([21, 22]);
  });

  it.each([
    ['no JSON', '{"name"', 400, 'The body is not JSON.'],
    ['a list', '[]', 400, 'The body is no JSON object.'],
    ['a field that is not there', { nmae: 'x' }, 400, 'There is no field “nmae” here.'],
    ['a value that is wrong', { costPerLabel: -1 }, 400, /^costPerLabel: /],
    ['more than 4 MiB', `{"name":"${'x'.repeat(4 * 2 ** 20)}"}`, 413, /more than 4194304 bytes/],
  ])('that is %s is refused with a reason', async (_what, body, status, message) => {
    const response = await ask('PATCH', `/projects/${project.projectId}`, body);
    expect(response.status).toBe(status);
    const error = (await response.json()) as { code: string; message: string; remedy: string };
    expect(error.message).toMatch(message);
    expect(Object.keys(error)).toEqual(['code', 'message', 'remedy']);
  });

  it('cannot name another project in the body', async () => {
    const other = await world.createProject(owner, { name: 'Another one' });
    const body = { projectId: other.id, name: 'Taken over' };
    await ask('PATCH', `/projects/${project.projectId}`, body);
    expect(await world.caller(owner).projects.get({ projectId: other.id })).toMatchObject({
      name: 'Another one',
    });
  });

  it('at an address that is none is answered with where to look', async () => {
    const response = await ask('GET', '/nothing');
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'not-found', remedy: 'See /api/docs.' });
  });
});

describe('long work', () => {
  it('is accepted with a job, told of as it goes on, and done', async () => {
    const { projectId, featureSetId } = project;
    const accepted = await ask('POST', `/projects/${projectId}/surrogates`, { featureSetId, ridge: 0.01 });
    expect(accepted.status).toBe(202);
    const { jobId } = (await accepted.json()) as { jobId: string };
    expect(accepted.headers.get('location')).toBe(`/api/v1/jobs/${jobId}`);
    expect(await (await ask('GET', `/jobs/${jobId}`)).json()).toMatchObject({ id: jobId, state: 'queued' });

    const events = await ask('GET', `/jobs/${jobId}/events`);
    expect(events.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const [text] = await Promise.all([events.text(), world.runJobs()]);
    const told = text
      .trim()
      .split('\n\n')
      .map((event) => /^event: (\w+)\ndata: (.*)$/.exec(event))
      .map((match) => ({ name: match?.[1], job: JSON.parse(match?.[2] ?? 'null') as JobView }));
    expect(told[0]).toMatchObject({ name: 'progress', job: { id: jobId, state: 'queued' } });
    expect(told.at(-1)).toMatchObject({ name: 'done', job: { id: jobId, state: 'done' } });
  });

  it('is not told of to whoever may not see it', async () => {
    const { id } = await world.container.db.job.findFirstOrThrow({ where: { projectId: project.projectId } });
    expect((await askHttpApi(null, 'GET', `/jobs/${id}/events`)).status).toBe(401);
    const stranger = await world.createUser('stranger');
    const theirs = await world.createProject(stranger);
    const { key: foreign } = await world
      .caller(stranger)
      .apiKeys.create({ projectId: theirs.id, name: 'theirs', scope: 'manage' });
    expect((await askHttpApi(foreign, 'GET', `/jobs/${id}/events`)).status).toBe(404);
    expect((await askHttpApi(foreign, 'GET', `/jobs/${id}`)).status).toBe(404);
  });
});

describe('a browser’s session', () => {
  it('is let in from Winnow’s own pages only', async () => {
    const { answerHttpApi } = await import('@/server/api/v1/answer');
    const cookie = await cookiesOf(world, owner);
    const send = (origin: string) =>
      answerHttpApi(
        new Request(`${WEB_URL}/api/v1/projects/${project.projectId}`, {
          method: 'PATCH',
          headers: { cookie, origin, host: new URL(WEB_URL).host },
          body: '{}',
        }),
        { params: Promise.resolve({}) },
      );
    expect((await send('https://evil.example')).status).toBe(403);
    expect((await send(WEB_URL)).status).toBe(204);
  });
});
