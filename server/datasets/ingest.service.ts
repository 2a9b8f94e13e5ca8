import { basename } from 'node:path';
import type { IngestRejectView, IngestRequest, IngestView } from '@/lib/contracts/ingest';
import { FILE_FORMAT_INFO } from '@/lib/contracts/file-format';
import { storedRequestSchema } from '@/lib/contracts/ingest';
import { errorViewSchema } from '@/lib/contracts/job';
import type { Modality } from '@/lib/contracts/project';
import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import type { Prisma } from '../db/generated/client';
import { ingestJob } from './ingest.job';
import {
  createIngest,
  findActiveIngest,
  findIngest,
  listIngestRows,
  listRejectRows,
  lockProject,
  updateIngest,
} from './ingest.repository';
import { checkKind, locateSource } from './ingest/locate-source';

export interface StartedIngest {
  readonly ingestId: string;
  readonly jobId: string;
}

interface StartInput {
  readonly projectId: string;
  readonly userId: string;
  readonly request: IngestRequest;
}

/**
 * Checks a request and starts its work.
 *
 * @throws AppError `bad-input` where format, source and split do not fit, `conflict` while another ingest of the project
 * runs, `not-found` or `forbidden` for a source that is not there or not to be read
 */
export function startIngest(container: Container, input: StartInput): Promise<StartedIngest> {
  return start(container, input, false);
}

/** The same for paths that the server itself names, such as its sample: they may lie anywhere. */
export function startTrustedIngest(container: Container, input: StartInput): Promise<StartedIngest> {
  return start(container, input, true);
}

async function start(container: Container, input: StartInput, trusted: boolean): Promise<StartedIngest> {
  const { projectId, userId, request } = input;
  checkRequest(request);
  const source = await locateSource(container, { projectId, source: request.source, trusted });
  await checkKind(source, request.format === 'folder' ? 'folder' : 'file');
  if (request.labelsSource) {
    await checkKind(
      await locateSource(container, { projectId, source: request.labelsSource, trusted }),
      'file',
    );
  }
  const started = await container.db.$transaction(async (tx) => {
    const project = await lockProject(tx, projectId);
    checkModality(request, project.modality);
    if (await findActiveIngest(tx, projectId)) {
      throw new AppError(
        'conflict',
        'Another ingest of this project is running.',
        'Wait for it, or cancel it.',
      );
    }
    const name = basename(source.name);
    const id = await createIngest(tx, {
      projectId,
      name,
      request: request satisfies Prisma.InputJsonObject,
    });
    const jobId = await container.jobs.enqueue(ingestJob, {
      projectId,
      payload: { ingestId: id, trusted },
      tx,
    });
    await updateIngest(tx, id, { jobId });
    return { ingestId: id, jobId };
  });
  container.log.info({ projectId, userId, ...started, format: request.format }, 'ingest started');
  return started;
}

function checkRequest(request: IngestRequest): void {
  const { title, ingest: info } = FILE_FORMAT_INFO[request.format];
  const fail = (message: string, remedy: string) => {
    throw new AppError('bad-input', message, remedy);
  };
  if (request.format === 'folder' && request.source.kind === 'upload') {
    fail('A folder cannot be uploaded as it is.', 'Upload it as a zip, or name its path on the server.');
  }
  if (request.labelsSource && !info.takesLabelsFile) {
    fail(`${title}: labels come from the folders.`, 'Leave the labels file out.');
  }
  if (request.split.by === 'folder' && !info.hasFolders) {
    fail(`${title} has no folders to name a split.`, 'Choose another way to split.');
  }
  const namesColumns =
    request.split.by === 'column' || request.idColumn || request.labelColumn || request.textColumn;
  if (namesColumns && !info.hasColumns) {
    fail(`${title} has no named columns.`, 'Leave the column names out.');
  }
  if (request.split.by === 'random' && request.split.seedShare + request.split.testShare > 1) {
    fail('Seed and test together are more than everything.', 'Make their shares smaller.');
  }
}

const MODALITY_WORDS: Readonly<Record<Modality, string>> = {
  image: 'images',
  text: 'texts',
  features: 'features',
};

function checkModality({ format, labelsSource }: IngestRequest, modality: Modality): void {
  const { title, ingest: info } = FILE_FORMAT_INFO[format];
  if (labelsSource && modality !== 'features' && format !== 'idx') {
    throw new AppError(
      'bad-input',
      `Labels of ${MODALITY_WORDS[modality]} come from the folders or a column of the table.`,
      'Leave the labels file out.',
    );
  }
  if (info.modalities.includes(modality)) return;
  throw new AppError(
    'bad-input',
    `${title} is for projects of ${info.modalities.map((name) => MODALITY_WORDS[name]).join(' or ')}, which this one is not.`,
    'Choose another format, or make another project.',
  );
}

export async function listIngests(container: Container, projectId: string): Promise<IngestView[]> {
  const ingests = await listIngestRows(container.db, projectId);
  const jobIds = ingests.flatMap(({ jobId }) => jobId ?? []);
  const jobs = await container.db.job.findMany({
    where: { id: { in: jobIds } },
    select: { id: true, error: true },
  });
  const errors = new Map(jobs.map(({ id, error }) => [id, errorViewSchema.safeParse(error).data ?? null]));
  return ingests.map((ingest) => ({
    id: ingest.id,
    name: ingest.name,
    format: storedRequestSchema.parse(ingest.request).format,
    state: ingest.state,
    jobId: ingest.jobId,
    acceptedCount: ingest.acceptedCount,
    duplicateCount: ingest.duplicateCount,
    rejectedCount: ingest.rejectedCount,
    recodedCount: ingest.recodedCount,
    error: ingest.jobId ? (errors.get(ingest.jobId) ?? null) : null,
    createdAt: ingest.createdAt,
    finishedAt: ingest.finishedAt,
  }));
}

/** What an ingest left out, batch by batch: duplicates, what could not be used, or, unless `kind` is given, both. */
export async function listRejects(
  container: Container,
  input: {
    projectId: string;
    ingestId: string;
    kind?: 'rejected' | 'duplicate';
    offset: number;
    limit: number;
  },
): Promise<{ total: number; items: IngestRejectView[] }> {
  const ingest = await findIngest(container.db, input.ingestId);
  if (ingest?.projectId !== input.projectId)
    throw new AppError('not-found', 'There is no such ingest in this project.');
  return listRejectRows(container.db, ingest.id, input);
}
