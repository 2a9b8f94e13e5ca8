import pino from 'pino';
import { createContainer } from '@/server/container';
import { readEnvironment } from '@/server/env';
import { JobRunner } from '@/server/jobs/job-runner';
import { countHandler } from './count-job';

// A worker process of its own, to be killed: works on DATABASE_URL.
const env = readEnvironment();
const databaseUrl = env.databaseUrl ?? '';
const container = createContainer(env, databaseUrl, pino({ level: 'silent' }));
await new JobRunner(container, [countHandler]).start(databaseUrl);
