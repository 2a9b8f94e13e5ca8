import type { IngestRequest } from '@/lib/contracts/ingest';
import { ingestRequestSchema } from '@/lib/contracts/ingest';
import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import type { Ingest } from '../db/generated/client';
import type { JobContext, JobHandler } from '../jobs/job';
import type { CandidateSource, IngestItem } from './ingest/candidate';
import { completeIngest } from './ingest/complete-ingest';
import { ingestFiles, ingestStateSchema, initialState } from './ingest/ingest-state';
import { IngestWriter, stopIfAborted } from './ingest/ingest-writer';
import { locateSource } from './ingest/locate-source';
import { openCandidates } from './ingest/open-candidates';
import type { IngestPayload } from './ingest.job';
import { ingestJob } from './ingest.job';
import {
  deleteRowsOf,
  deleteUnfinishedRows,
  findIngest,
  lockProject,
  updateIngest,
} from './ingest.repository';
import { removeUpload } from './uploads.service';

/** A batch is done with at so many items or bytes, whichever comes first. */
const BATCH_ITEMS = { images: 500, texts: 1000, rows: 4096 };
const BATCH_BYTES = 16 * 2 ** 20;

export const ingestHandler: JobHandler<IngestPayload> = {
  definition: ingestJob,

  async run(container, { ingestId, trusted }, context) {
    const ingest = await findIngest(container.db, ingestId);
    if (!ingest) return;
    const request = ingestRequestSchema.parse(ingest.request);
    if (ingest.state !== 'done') await ingestAll(container, ingest, request, trusted, context);
    await removeUploads(container, ingest.projectId, request);
  },

  async ended(container, { ingestId }, outcome) {
    const ingest = await findIngest(container.db, ingestId);
    if (!ingest || ingest.state === 'done') return;
    await container.db.$transaction(
      async (tx) => {
        await deleteRowsOf(tx, ingestId);
        await updateIngest(tx, ingestId, { state: outcome, acceptedCount: 0, finishedAt: new Date() });
      },
      { timeout: 600_000 },
    );
    await container.blobs.removeAll(ingestFiles(ingest.projectId, ingestId).folder);
    await removeUploads(container, ingest.projectId, ingestRequestSchema.parse(ingest.request));
  },
};

async function ingestAll(
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
  const { state, classes, modality } = await begin(container, ingest, context);
  context.progress({ done: state.position, unit: 'items', message: `Looking through ${ingest.name}` });
  const source = await openCandidates({ request, modality, classes, ...located });
  await checkColumns(container, ingest, source);
  const writer = new IngestWriter(container, ingest, request, classes, context, state);
  await writeBatches(source, writer, context, ingest.name);
  stopIfAborted(context.signal);
  await completeIngest(container, { ingest, request, columns: source.columns, state: writer.state, context });
}

/** The state to go on from; at the first start, a clean one. */
async function begin(container: Container, ingest: Ingest, context: JobContext) {
  return container.db.$transaction(async (tx) => {
    const project = await lockProject(tx, ingest.projectId);
    if (context.checkpoint !== null) {
      const state = ingestStateSchema.parse(context.checkpoint);
      return { state, modality: project.modality, classes: project.classes.slice(0, state.knownClasses) };
    }
    const state = initialState(project.exampleCount, project.classes.length);
    await context.saveCheckpoint(state, tx);
    await deleteUnfinishedRows(tx, ingest.projectId);
    await updateIngest(tx, ingest.id, { state: 'running' });
    return { state, modality: project.modality, classes: project.classes };
  });
}

async function checkColumns(container: Container, ingest: Ingest, source: CandidateSource): Promise<void> {
  if (source.columns === null) return;
  const earlier = await container.db.ingest.findFirst({
    where: { projectId: ingest.projectId, state: 'done', matrixBlob: { not: null } },
  });
  if (!earlier?.matrixBlob) return;
  const { columns } = await container.matrices.manifest(earlier.matrixBlob);
  if (columns === source.columns) return;
  throw new AppError(
    'bad-input',
    `${ingest.name} has ${source.columns} feature columns, this project's examples have ${columns}.`,
    'Give a file of the same columns, or make another project.',
  );
}

async function writeBatches(
  source: CandidateSource,
  writer: IngestWriter,
  context: JobContext,
  name: string,
): Promise<void> {
  let batch: IngestItem[] = [];
  let bytes = 0;
  const write = async () => {
    await writer.write(batch);
    batch = [];
    bytes = 0;
  };
  const report = () => {
    const done = writer.state.position + batch.length;
    context.progress({ done, total: source.total(done), unit: source.unit, message: `Reading ${name}` });
  };
  for await (const item of source.items(writer.state.position)) {
    stopIfAborted(context.signal);
    batch.push(item);
    bytes += bytesOf(item);
    report();
    if (batch.length >= BATCH_ITEMS[source.unit] || bytes >= BATCH_BYTES) await write();
  }
  if (batch.length > 0) await write();
  report();
}

function bytesOf(item: IngestItem): number {
  if ('rejection' in item) return 0;
  const { content } = item.candidate;
  if (content.kind === 'row') return content.values.byteLength;
  if (content.kind === 'text') return content.bytes.length;
  return content.original.length + (content.thumbnail?.length ?? 0);
}

async function removeUploads(container: Container, projectId: string, request: IngestRequest): Promise<void> {
  for (const source of [request.source, request.labelsSource]) {
    if (source?.kind === 'upload') await removeUpload(container, projectId, source.uploadId);
  }
}
