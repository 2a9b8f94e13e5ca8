import { Readable } from 'node:stream';
import type { IngestRequest } from '@/lib/contracts/ingest';
import type { SessionUser } from '@/server/api/trpc';
import { startIngest } from '@/server/datasets/ingest.service';
import { receiveUpload } from '@/server/datasets/uploads.service';
import type { TestContainer } from './test-container';

export async function uploadBytes(
  { container }: TestContainer,
  projectId: string,
  fileName: string,
  bytes: Uint8Array,
) {
  const body = Readable.from([bytes]);
  const { uploadId } = await receiveUpload(container, { projectId, fileName, body, contentLength: null });
  return { kind: 'upload' as const, uploadId, fileName };
}

/** Everything of a request but its source; the split is `pool` and classes are added unless told. */
export type IngestOptions = Omit<IngestRequest, 'source' | 'split' | 'addClasses'> & Partial<IngestRequest>;

/** Uploads one file, ingests it, and returns how it went. */
export async function ingestBytes(
  world: TestContainer,
  target: { projectId: string; user: SessionUser },
  fileName: string,
  bytes: Uint8Array,
  options: IngestOptions,
) {
  const source = await uploadBytes(world, target.projectId, fileName, bytes);
  return runIngest(world, target, {
    source,
    split: { by: 'fixed', split: 'pool' },
    addClasses: true,
    ...options,
  });
}

export async function runIngest(
  world: TestContainer,
  { projectId, user }: { projectId: string; user: SessionUser },
  request: IngestRequest,
) {
  const { ingestId, jobId } = await startIngest(world.container, { projectId, userId: user.id, request });
  await world.runJobs();
  const api = world.caller(user);
  const view = (await api.datasets.list({ projectId })).find(({ id }) => id === ingestId);
  if (!view) throw new Error('The ingest is not listed.');
  const rejects = await api.datasets.rejects({ projectId, ingestId });
  const job = await api.jobs.get({ projectId, jobId });
  return { view, rejects: rejects.items.map(({ name, code }) => [name, code]), job };
}
