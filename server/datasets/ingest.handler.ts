import type { IngestRequest } from '@/lib/contracts/ingest';
import { ingestRequestSchema } from '@/lib/contracts/ingest';
import type { Modality } from '@/lib/contracts/project';
import type { Container } from '../container';
import type { Ingest } from '../db/generated/client';
import type { JobContext, JobHandler } from '../jobs/job';
import { locateSource } from './ingest/locate-source';
import { openCandidates } from './ingest/open-candidates';
import { placeOfFiles } from './ingest/parted-source';
import { abandonIngest, runIngest } from './ingest/run-ingest';
import type { IngestPayload } from './ingest.job';
import { ingestJob } from './ingest.job';
import { findIngest } from './ingest.repository';
import { removeUpload } from './uploads.service';

export const ingestHandler: JobHandler<IngestPayload> = {
  definition: ingestJob,

  async run(container, { ingestId, trusted }, context) {
    const ingest = await findIngest(container.db, ingestId);
    if (!ingest) return;
    const request = ingestRequestSchema.parse(ingest.request);
    if (ingest.state !== 'done') await ingestFile(container, ingest, request, trusted, context);
    await removeUploads(container, ingest.projectId, request);
  },

  async ended(container, { ingestId }, outcome) {
    const ingest = await findIngest(container.db, ingestId);
    if (!ingest || ingest.state === 'done') return;
    await abandonIngest(container, ingest, outcome);
    await removeUploads(container, ingest.projectId, ingestRequestSchema.parse(ingest.request));
  },
};

async function ingestFile(
  container: Container,
  ingest: Ingest,
  request: IngestRequest,
  trusted: boolean,
  context: JobContext,
): Promise<void> {
  const { projectId } = ingest;
  const locate = (source: IngestRequest['source']) => locateSource(container, { projectId, source, trusted });
  const located = {
    source: await locate(request.source),
    labels: request.labelsSource ? await locate(request.labelsSource) : null,
  };
  const open = async (project: { modality: Modality; classes: readonly string[] }) => {
    const source = await openCandidates({ request, ...project, ...located });
    if (!source.imageFiles) return source;
    const place = await placeOfFiles(located.source.path, { request, projectId, trusted });
    return { ...source.imageFiles, place };
  };
  await runIngest(container, { ingest, rules: request, open, context });
}

async function removeUploads(container: Container, projectId: string, request: IngestRequest): Promise<void> {
  for (const source of [request.source, request.labelsSource]) {
    if (source?.kind === 'upload') await removeUpload(container, projectId, source.uploadId);
  }
}
