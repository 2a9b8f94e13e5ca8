import { afterAll, afterEach } from 'vitest';
import { JobRunner } from '@/server/jobs/job-runner';
import { createTestContainer } from './test-container';

/** A database for the tests of a file, with a project; workers started in it stop, and jobs are gone, after each test. */
export async function createPartsWorld() {
  const world = await createTestContainer({ handlers: [] });
  const owner = await world.createUser();
  const { id: projectId } = await world.createProject(owner);
  const runners: JobRunner[] = [];
  afterEach(async () => {
    await Promise.all(runners.splice(0).map((runner) => runner.stop()));
    await world.container.db.job.deleteMany();
  });
  afterAll(() => world.close());
  const start = async (...args: ConstructorParameters<typeof JobRunner>): Promise<void> => {
    const runner = new JobRunner(...args);
    runners.push(runner);
    await runner.start(world.databaseUrl);
  };
  return { world, owner, projectId, start };
}
