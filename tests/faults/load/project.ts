import { setTimeout as sleep } from 'node:timers/promises';
import type { ErrorView, WorkState } from '@/lib/contracts/job';
import type { IngestRequest } from '@/lib/contracts/ingest';
import type { ProjectInput } from '@/lib/contracts/project';
import type { ApiClient } from './api-client';

const LOOK_EVERY_MS = 250;
/** Long work ends within this, whatever is killed meanwhile. */
const JOB_LIMIT_MS = 900_000;

/** What a job came to that did not end well. */
export class JobFailedError extends Error {
  constructor(
    readonly state: WorkState,
    readonly error: ErrorView | null,
    kind: string,
  ) {
    super(`${kind} ${state}: ${error?.message}`);
  }
}

/** One project, used over HTTP by somebody who leads it. */
export class ProjectUser {
  private constructor(
    readonly client: ApiClient,
    readonly projectId: string,
  ) {}

  static async create(client: ApiClient, input: ProjectInput): Promise<ProjectUser> {
    const { id } = await client.makeOnce(
      async () => {
        const projects = await client.get<{ id: string; name: string }[]>('/projects');
        return projects.find(({ name }) => name === input.name);
      },
      async (impatient) => {
        const { id: made } = await impatient.call<{ id: string }>('projects.create', input);
        return { id: made, name: input.name };
      },
    );
    return new ProjectUser(client, id);
  }

  get path(): string {
    return `/projects/${this.projectId}`;
  }

  get<Answer>(path: string): Promise<Answer> {
    return this.client.get(`${this.path}${path}`);
  }

  post<Answer>(path: string, body: object = {}): Promise<Answer> {
    return this.client.post(`${this.path}${path}`, body);
  }

  async ingest(
    fileName: string,
    bytes: Uint8Array,
    rules: Omit<IngestRequest, 'source' | 'addClasses' | 'labelsSource'>,
    labels?: { readonly fileName: string; readonly bytes: Uint8Array },
  ): Promise<string> {
    const upload = async (name: string, content: Uint8Array) => {
      const sent = `/uploads?fileName=${encodeURIComponent(name)}`;
      const { uploadId } = await this.post<{ uploadId: string }>(sent, content);
      return { kind: 'upload' as const, uploadId, fileName: name };
    };
    const before = await this.get<{ id: string; jobId: string }[]>('/ingests');
    const known = new Set(before.map(({ id }) => id));
    const source = await upload(fileName, bytes);
    const labelsSource = labels && (await upload(labels.fileName, labels.bytes));
    const request = { source, ...(labelsSource && { labelsSource }), ...rules };
    const { jobId } = await this.client.makeOnce(
      async () => {
        const ingests = await this.get<{ id: string; jobId: string }[]>('/ingests');
        return ingests.find(({ id }) => !known.has(id));
      },
      async (impatient) => {
        const made = await impatient.post<{ ingestId: string; jobId: string }>(`${this.path}/ingests`, {
          request,
        });
        return { id: made.ingestId, jobId: made.jobId };
      },
    );
    await this.done(jobId);
    return jobId;
  }

  /** A batch to label of up to `count` examples, named by its number: the first, the second … */
  async seedBatch(number: number, count: number): Promise<string> {
    const { id } = await this.client.makeOnce(
      async () => {
        const batches = await this.get<{ id: string; name: string }[]>('/batches');
        return batches.find(({ name }) => name === `Seed labels ${number}`);
      },
      async (impatient) => {
        const made = await impatient.post<{ batchId: string }>(`${this.path}/batches/seed`, {
          count,
          seed: 1,
        });
        return { id: made.batchId, name: '' };
      },
    );
    return id;
  }

  /** Waits until a piece of long work is done. @throws JobFailedError */
  async done(jobId: string): Promise<void> {
    const giveUpAt = Date.now() + JOB_LIMIT_MS;
    for (;;) {
      const job = await this.client.get<{ state: WorkState; kind: string; error: ErrorView | null }>(
        `/jobs/${jobId}?projectId=${this.projectId}`,
      );
      if (job.state === 'done') return;
      if (job.state === 'failed' || job.state === 'cancelled')
        throw new JobFailedError(job.state, job.error, job.kind);
      if (Date.now() > giveUpAt)
        throw new Error(`${job.kind} is still ${job.state} after ${JOB_LIMIT_MS} ms.`);
      await sleep(LOOK_EVERY_MS);
    }
  }
}
