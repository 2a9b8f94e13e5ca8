import type { Database, DatabaseClient } from '../db/client';
import type { Prisma } from '../db/generated/client';
import { MessageQueue, queueOf } from './boss';
import type { JobDefinition, JobQueue } from './job';
import { traceParentOfWork } from '../operations/tracing/process-tracer';
import { requestCancel } from './jobs.repository';

/** Jobs on pg-boss: the row that people see and the message that a worker takes are written in one transaction. */
export function createJobQueue(db: Database): JobQueue {
  const messages = new MessageQueue(db);

  async function write<Payload>(
    tx: DatabaseClient,
    definition: JobDefinition<Payload>,
    input: { projectId: string; payload: Payload; delaySeconds?: number; wantsGpu?: boolean },
  ): Promise<string> {
    const payload = definition.payload.parse(input.payload) as Prisma.InputJsonValue;
    const { projectId, wantsGpu = false } = input;
    const job = await tx.job.create({
      data: { projectId, kind: definition.kind, payload, wantsGpu, trace: traceParentOfWork() },
    });
    await messages.send(tx, queueOf(definition, job), { jobId: job.id }, input.delaySeconds);
    return job.id;
  }

  return {
    enqueue: (definition, input) =>
      input.tx ? write(input.tx, definition, input) : db.$transaction((tx) => write(tx, definition, input)),
    cancel: (jobId) => requestCancel(db, jobId),
  };
}
