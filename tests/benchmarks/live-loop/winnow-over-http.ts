import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import type { ApiScope } from '@/lib/contracts/api-key';
import type { JobView } from '@/lib/contracts/job';
import type { Role } from '@/lib/contracts/project';
import { webProcess } from '@/server/api/web-process';
import { createApiKey } from '@/server/api-keys/api-keys.service';
import { createContainer } from '@/server/container';
import { startEmbeddedDatabase } from '@/server/db/embedded';
import { migrate } from '@/server/db/migrate';
import { readEnvironment } from '@/server/env';
import { handlers } from '@/server/jobs/handlers';
import { JobRunner } from '@/server/jobs/job-runner';
import { serveHttpApi } from '../../support/http-api-server';

const POLL_MS = 100;

/** A project behind a socket, on a PostgreSQL that syncs every commit, with a worker. */
export interface WinnowOverHttp {
  /** The HTTP API below the project, as whoever holds the key; waits where the answer is a job. */
  ask<Answer>(key: string, method: string, path: string, body?: object | Uint8Array): Promise<Answer>;
  /** A file of the project, e.g. `/exports/jsonl`. */
  download(key: string, path: string): Promise<string>;
  /** A member of the project with a key of their own. */
  join(name: string, role: Role, scope: ApiScope): Promise<{ userId: string; key: string }>;
  close(): Promise<void>;
}

export async function startWinnow(project: { name: string; classes: string[] }): Promise<WinnowOverHttp> {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-live-loop-'));
  await chmod(folder, 0o711);
  const database = await startEmbeddedDatabase({ dataFolder: join(folder, 'database') });
  await migrate(database.url);
  Object.assign(process.env, { DATABASE_URL: database.url, WINNOW_DATA: folder, WINNOW_LOG_LEVEL: 'silent' });
  const env = { ...readEnvironment({ WINNOW_DATA: folder }), databaseUrl: database.url };
  const container = createContainer(env, database.url, pino({ level: 'silent' }));
  const runner = new JobRunner(container, handlers);
  await runner.start(database.url);
  const server = await serveHttpApi(() => Promise.resolve());
  const { id: projectId } = await container.db.project.create({
    data: { ...project, modality: 'image' },
    select: { id: true },
  });

  /** Waits where the key has asked too often. */
  async function send(
    key: string,
    method: string,
    path: string,
    body?: object | Uint8Array,
  ): Promise<Response> {
    const raw = body instanceof Uint8Array;
    const response = await fetch(`${server.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': raw ? 'application/octet-stream' : 'application/json',
      },
      ...(body && { body: raw ? Buffer.from(body) : JSON.stringify(body) }),
    });
    if (response.status === 429) {
      await sleep(Number(response.headers.get('retry-after') ?? 1) * 1000);
      return send(key, method, path, body);
    }
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  }

  async function request<Answer>(key: string, method: string, path: string, body?: object | Uint8Array) {
    const response = await send(key, method, path, body);
    return (response.status === 204 ? null : await response.json()) as Answer;
  }

  async function finish(key: string, jobId: string): Promise<void> {
    for (;;) {
      const job = await request<JobView>(key, 'GET', `/jobs/${jobId}`);
      if (job.state === 'done') return;
      if (job.finishedAt) throw new Error(`${job.kind} ${job.state}: ${job.error?.message ?? ''}`);
      await sleep(POLL_MS);
    }
  }

  return {
    async ask<Answer>(key: string, method: string, path: string, body?: object | Uint8Array) {
      const answer = await request<Answer>(key, method, `/projects/${projectId}${path}`, body);
      const { jobId } = (answer ?? {}) as { jobId?: string | null };
      if (method === 'POST' && jobId) await finish(key, jobId);
      return answer;
    },
    download: async (key, path) => (await send(key, 'GET', `/projects/${projectId}${path}`)).text(),
    async join(name, role, scope) {
      const userId = randomUUID();
      await container.db.user.create({ data: { id: userId, name, email: `${userId}@example.org` } });
      await container.db.membership.create({ data: { projectId, userId, role } });
      const keyRequest = { name, scope, expiresInDays: null };
      return { userId, key: (await createApiKey(container, { projectId, userId, request: keyRequest })).key };
    },
    async close() {
      await runner.stop();
      await server.close();
      await (await webProcess()).container.db.$disconnect();
      await container.db.$disconnect();
      await database.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
