import pino from 'pino';
import { createContainer } from '@/server/container';
import { readEnvironment } from '@/server/env';
import { JobRunner } from '@/server/jobs/job-runner';
import { deliverWebhookHandler } from '@/server/webhooks/deliver-webhook.handler';

// A worker process of its own, to be killed: delivers the messages of DATABASE_URL.
const env = readEnvironment();
const databaseUrl = env.databaseUrl ?? '';
const container = createContainer(env, databaseUrl, pino({ level: 'silent' }));
await new JobRunner(container, [deliverWebhookHandler]).start(databaseUrl);
