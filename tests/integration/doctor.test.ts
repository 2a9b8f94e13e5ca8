import { spawnSync } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Environment } from '@/server/env';
import { claimPort } from '@/server/free-port';
import { checkNode } from '@/server/operations/doctor/check-machine';
import { examine } from '@/server/operations/doctor/examine';
import type { Finding } from '@/server/operations/doctor/finding';
import { createFashionProject } from '../support/fashion-project';
import { WINNOW } from '../support/run-winnow';
import { temporaryFolder } from '../support/temporary-folder';
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';

const folder = await temporaryFolder();
let world: TestContainer;
let env: Environment;
let projectId: string;

beforeAll(async () => {
  world = await createTestContainer();
  ({ projectId } = await createFashionProject(world, await world.createUser(), {
    ...{ seed: 5, pool: 5, test: 5 },
    coarse: true,
  }));
  await chmod(world.container.env.dataFolder, 0o700);
  env = { ...world.container.env, port: await claimPort('127.0.0.1', 0) };
});
afterAll(() => world.close());

/** What is not well, by check. */
async function complaints(changes: Partial<Environment> = {}, deep = false): Promise<Finding[]> {
  const findings = await examine({ ...env, ...changes }, { deep });
  return findings.filter(({ state }) => state !== 'ok');
}

describe('winnow doctor', () => {
  it('has nothing to say but that no worker lives, where all is well', async () => {
    const found = (await complaints({}, true)).filter(({ check }) => check !== 'disk');
    expect(found).toEqual([expect.objectContaining({ check: 'workers', state: 'warning' })]);
    expect(found[0]?.remedy).toContain('winnow worker');
  });

  it('says what is wrong with the machine', async () => {
    expect(checkNode('18.20.0')).toMatchObject({ state: 'problem' });
    expect(checkNode('20.19.0')).toMatchObject({ state: 'ok' });
    expect(checkNode('22.0.0')).toMatchObject({ state: 'ok' });
    const open = join(folder, 'open');
    await mkdir(open, { mode: 0o755 });
    await chmod(open, 0o755);
    await writeFile(join(open, 'secret-key'), 'k'.repeat(40), { mode: 0o644 });
    const found = await complaints({ dataFolder: open });
    expect(found).toContainEqual(
      expect.objectContaining({ check: 'data folder', remedy: `chmod go-r ${open}` }),
    );
    expect(found).toContainEqual(expect.objectContaining({ check: 'secrets', state: 'warning' }));
  });

  it('says that somebody else has the port', async () => {
    const server = createServer((_, response) => response.end('hello'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const found = await complaints({ port });
    server.close();
    expect(found).toContainEqual(
      expect.objectContaining({ check: 'port', remedy: expect.stringContaining('WINNOW_PORT') as string }),
    );
  });

  it('says that the database does not answer, or is of another schema', async () => {
    const found = await complaints({ databaseUrl: 'postgresql://nobody@127.0.0.1:1/none' });
    expect(found).toContainEqual(expect.objectContaining({ check: 'database', state: 'problem' }));
    const { db } = world.container;
    const change = (sql: string) => db.$executeRawUnsafe(sql);
    await change(`INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
      VALUES ('x', '', '29990101000000_contract-all', now(), 1)`);
    const newer = await complaints();
    await change(`DELETE FROM _prisma_migrations WHERE id = 'x'`);
    expect(newer).toContainEqual(expect.objectContaining({ check: 'schema', state: 'problem' }));
  });

  it('says that sealed tokens cannot be read with this key', async () => {
    const sealer = await world.container.sealer();
    await world.container.db.webhook.create({
      data: { id: 'hook', projectId, url: 'https://example.com', sealedSecret: sealer.seal('s', 'another') },
    });
    const found = await complaints();
    await world.container.db.webhook.deleteMany();
    expect(found).toContainEqual(expect.objectContaining({ check: 'secrets', state: 'problem' }));
  });

  it('finds blobs that are gone, and jobs without a sign of life', async () => {
    const { db, blobs } = world.container;
    const prefix = `projects/${projectId}/features/pixels`;
    const [shard] = (await world.container.matrices.manifest(prefix)).shards;
    const bytes = await blobs.get(shard?.key ?? '');
    await blobs.removeAll(shard?.key ?? '');
    await db.job.create({
      data: { projectId, kind: 'x', payload: {}, state: 'running', heartbeatAt: new Date(Date.now() - 1e6) },
    });
    const found = await complaints({}, true);
    await blobs.put(shard?.key ?? '', bytes);
    await db.job.deleteMany();
    expect(found).toContainEqual(
      expect.objectContaining({
        check: 'blobs',
        message: expect.stringContaining(shard?.key ?? '') as string,
      }),
    );
    expect(found).toContainEqual(expect.objectContaining({ check: 'jobs', state: 'warning' }));
  });

  it('ends with 1 where there is a problem, and gives its findings as JSON', () => {
    const run = (variables: Record<string, string>) =>
      spawnSync(process.execPath, [WINNOW, 'doctor', '--json'], {
        env: { ...process.env, WINNOW_DATA: env.dataFolder, WINNOW_PORT: String(env.port), ...variables },
        encoding: 'utf8',
      });
    const well = run({ DATABASE_URL: world.databaseUrl });
    expect(well.status).toBe(0);
    expect((JSON.parse(well.stdout) as Finding[]).map(({ check }) => check)).toContain('engine');
    expect(run({ DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' }).status).toBe(1);
  });
});
