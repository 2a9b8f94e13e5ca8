import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import type { ProjectInput, Role } from '@/lib/contracts/project';
import { appRouter } from '@/server/api/root';
import type { SessionUser } from '@/server/api/trpc';
import { createCaller } from '@/server/api/trpc';
import { createContainer } from '@/server/container';
import type { Container } from '@/server/container';
import { readEnvironment } from '@/server/env';
import type { Environment } from '@/server/env';
import { handlers } from '@/server/jobs/handlers';
import type { JobHandler } from '@/server/jobs/job';
import { JobRunner } from '@/server/jobs/job-runner';
import { createTestDatabase } from './test-database';

const callerOf = createCaller(appRouter);

export interface TestContainer {
  readonly container: Container;
  readonly databaseUrl: string;
  close(): Promise<void>;
  createUser(name?: string): Promise<SessionUser>;
  /** A project of the owner, and what the others may do in it. */
  createProject(
    owner: SessionUser,
    input?: Partial<ProjectInput>,
    others?: readonly { readonly user: SessionUser; readonly role: Role }[],
  ): Promise<{ id: string }>;
  /** The API as this user, or as nobody. */
  caller(user: SessionUser | null): ReturnType<typeof callerOf>;
  /** Runs everything that is queued, and what that queues, in this process. */
  runJobs(): Promise<void>;
}

/** The real thing in small: a database of its own, blobs in a temporary folder, the real queue. */
export async function createTestContainer(
  options: { env?: Partial<Environment>; handlers?: readonly JobHandler<unknown>[] } = {},
): Promise<TestContainer> {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-test-'));
  const databaseUrl = await createTestDatabase();
  const env = { ...readEnvironment({ WINNOW_DATA: folder }), databaseUrl, ...options.env };
  const container = createContainer(env, databaseUrl, pino({ level: 'silent' }));
  return {
    container,
    databaseUrl,
    async close() {
      await container.db.$disconnect();
      await rm(folder, { recursive: true, force: true });
    },
    async createUser(name = 'Ada') {
      const id = randomUUID();
      const email = `${id}@test.local`;
      return container.db.user.create({
        data: { id, name, email },
        select: { id: true, name: true, email: true },
      });
    },
    createProject(owner, input = {}, others = []) {
      const members = [
        { userId: owner.id, role: 'owner' as const },
        ...others.map(({ user, role }) => ({ userId: user.id, role })),
      ];
      return container.db.project.create({
        data: {
          name: input.name ?? 'Test project',
          modality: input.modality ?? 'image',
          classes: input.classes ?? ['cat', 'dog'],
          members: { create: members },
        },
        select: { id: true },
      });
    },
    caller: (user) => callerOf({ container, user }),
    runJobs: () => new JobRunner(container, options.handlers ?? handlers).runUntilEmpty(),
  };
}
