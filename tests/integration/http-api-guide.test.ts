import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LivePoint } from '@/lib/contracts/round';
import { openApiDocument } from '@/server/api/v1/openapi';
import { findRoute, operationOf } from '@/server/api/v1/find-route';
import { webProcess } from '@/server/api/web-process';
import { handlers } from '@/server/jobs/handlers';
import { JobRunner } from '@/server/jobs/job-runner';
import { writeFashionZip } from '../support/fashion-zip';
import type { FashionZip } from '../support/fashion-zip';
import { serveHttpApi } from '../support/http-api-server';
import type { HttpApiServer } from '../support/http-api-server';
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';
import { useAsWebProcess } from '../support/web-process';

const run = promisify(execFile);
const missing = ['bash', 'curl', 'jq'].filter((program) => spawnSync(program, ['--version']).status !== 0);
const document = openApiDocument();
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema({ ...document }, 'openapi.json');

/** What was asked, and each answer that is not what the document says. */
const asked = new Set<string>();
const broken: string[] = [];

let world: TestContainer;
let server: HttpApiServer;
let runner: JobRunner;
let folder: string;
let zip: FashionZip;
let projectId: string;
let key: string;

beforeAll(async () => {
  world = await createTestContainer();
  useAsWebProcess(world);
  folder = await mkdtemp(join(tmpdir(), 'winnow-guide-'));
  const owner = await world.createUser('Olga');
  projectId = (await world.createProject(owner, { modality: 'image', classes: [] })).id;
  key = (await world.caller(owner).apiKeys.create({ projectId, name: 'guide', scope: 'manage' })).key;
  zip = await writeFashionZip(join(folder, 'pets.zip'), { pool: 30, test: 15 });
  await writeFile(join(folder, 'labels.json'), JSON.stringify(Object.fromEntries(zip.truth)));
  server = await serveHttpApi(holdAgainstDocument);
  runner = new JobRunner(world.container, handlers);
  await runner.start(world.databaseUrl);
});
afterAll(async () => {
  await runner.stop();
  await server.close();
  await (await webProcess()).container.db.$disconnect();
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

async function holdAgainstDocument(method: string, path: string, response: Response): Promise<void> {
  const found = findRoute(method, path.replace('/api/v1', ''));
  const { template } = found ? operationOf(found.route) : { template: '' };
  const name = `${method} ${template}`;
  asked.add(name);
  const described = document.paths[template]?.[method.toLowerCase()]?.responses;
  const answer = described?.[response.status];
  const type = response.headers.get('content-type')?.split(';')[0];
  if (!answer) broken.push(`${name}: ${response.status} is not in the document`);
  else if (type === 'application/json' && answer.content) {
    const pointer = ['paths', template, method.toLowerCase(), 'responses', String(response.status)]
      .concat('content', 'application/json', 'schema')
      .map((part) => encodeURIComponent(part.replace(/~/g, '~0').replace(/\//g, '~1')))
      .join('/');
    const validate = ajv.compile({ $ref: `openapi.json#/${pointer}` });
    if (!validate(await response.json())) broken.push(`${name}: ${ajv.errorsText(validate.errors)}`);
  } else if (!answer.content?.[type ?? ''] && !answer.content?.['application/json']) {
    broken.push(`${name}: ${type} is not in the document`);
  }
}

describe('the guide of the HTTP API', () => {
  it.skipIf(missing.length > 0)(
    `walks from a zip to the live curve, line by line${missing.length > 0 ? ` (needs ${missing.join(', ')})` : ''}`,
    async () => {
      const guide = await readFile('docs/guides/http-api.md', 'utf8');
      const script = [...guide.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1]).join('\n');
      const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], {
        cwd: folder,
        env: { ...process.env, WINNOW: server.url, PROJECT: projectId, KEY: key },
      });
      expect(stdout).toContain('"Bag"');
      expect(stdout).toMatch(/cut|broken|image/i);

      const curve = JSON.parse(await readFile(join(folder, 'curve.json'), 'utf8')) as LivePoint[];
      expect(curve.map(({ round, labels, scheme }) => [round, labels, scheme])).toEqual([
        [0, 24, null],
        [1, 54, 'power'],
      ]);
      const csv = await readFile(join(folder, 'selection.csv'), 'utf8');
      expect(csv.trim().split('\n')).toHaveLength(31);
      expect(await readFile(join(folder, 'curve.svg'), 'utf8')).toContain('<svg');
      expect((await readFile(join(folder, 'selection.parquet'))).toString('latin1')).toMatch(/^PAR1.*PAR1$/s);
    },
    120_000,
  );

  it.skipIf(missing.length > 0)('had no answer that the document does not describe', () => {
    expect(asked.size).toBeGreaterThan(15);
    expect(broken).toEqual([]);
  });

  it('describes what can be listed without work, too', async () => {
    broken.length = 0;
    const lists = Object.entries(document.paths).filter(
      ([template, { get }]) =>
        get && template.startsWith('/projects/{projectId}') && !/\{(?!projectId)/.test(template),
    );
    for (const [template] of lists) {
      const response = await fetch(`${server.url}/api/v1${template.replace('{projectId}', projectId)}`, {
        headers: { authorization: `Bearer ${key}` },
      });
      await response.arrayBuffer();
      expect(response.status, template).toBe(200);
    }
    expect(lists.length).toBeGreaterThan(15);
    expect(broken).toEqual([]);
  });
});
