import type { IngestRules } from '@/lib/contracts/ingest';
import type { Modality } from '@/lib/contracts/project';
import { AppError } from '@/lib/errors';
import type { Container } from '../../container';
import type { Ingest } from '../../db/generated/client';
import type { JobContext } from '../../jobs/job';
import { deleteRowsOf, deleteUnfinishedRows, lockProject, updateIngest } from '../ingest.repository';
import type { CandidateSource, IngestItem } from './candidate';
import { completeIngest } from './complete-ingest';
import { ingestFiles, ingestStateSchema, initialState } from './ingest-state';
import type { OnPlaced } from './ingest-writer';
import { IngestWriter, stopIfAborted } from './ingest-writer';
import type { PartedSource } from './parted-source';
import { writeParts } from './write-parts';

/** A batch is done with at so many items or bytes, whichever comes first. */
const BATCH_ITEMS = { images: 500, texts: 1000, rows: 4096 };
const BATCH_BYTES = 16 * 2 ** 20;

interface IngestRun {
  readonly ingest: Ingest;
  readonly rules: IngestRules;
  /** what the ingest reads, given what the project was at its start */
  readonly open: (project: {
    modality: Modality;
    classes: readonly string[];
  }) => Promise<CandidateSource | PartedSource>;
  readonly context: JobContext;
  /** items of a batch, where fewer than usual take long */
  readonly batchItems?: number;
  readonly onPlaced?: OnPlaced;
  /** whether a source of which nothing can be used is no error */
  readonly mayBeEmpty?: boolean;
}

/**
 * Reads a source to its end, batch by batch, and makes its items examples of the project, all at once. Started again after
 * any instruction, it goes on where the last whole batch was.
 */
export async function runIngest(container: Container, run: IngestRun): Promise<void> {
  const { ingest, rules, open, context } = run;
  const { state, classes, modality } = await begin(container, ingest, context);
  context.progress({ done: state.position, unit: 'items', message: `Looking through ${ingest.name}` });
  const source = await open({ modality, classes });
  const columns = 'entries' in source ? null : source.columns;
  await checkColumns(container, ingest, columns);
  const writer = new IngestWriter(container, ingest, rules, classes, context, state, run.onPlaced);
  if ('entries' in source) await writeParts(container, { ingest, source, writer, context });
  else await writeBatches(source, writer, run);
  stopIfAborted(context.signal);
  const { mayBeEmpty = false } = run;
  await completeIngest(container, { ingest, rules, columns, state: writer.state, context, mayBeEmpty });
}

/** Takes back what an ingest that will not end has written. */
export async function abandonIngest(
  container: Container,
  { id, projectId }: Ingest,
  outcome: 'failed' | 'cancelled',
): Promise<void> {
  await container.db.$transaction(
    async (tx) => {
      await deleteRowsOf(tx, id);
      await updateIngest(tx, id, { state: outcome, acceptedCount: 0, finishedAt: new Date() });
    },
    { timeout: 600_000 },
  );
  await container.blobs.removeAll(ingestFiles(projectId, id).folder);
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

async function checkColumns(container: Container, ingest: Ingest, wanted: number | null): Promise<void> {
  if (wanted === null) return;
  const earlier = await container.db.ingest.findFirst({
    where: { projectId: ingest.projectId, state: 'done', matrixBlob: { not: null } },
  });
  if (!earlier?.matrixBlob) return;
  const { columns } = await container.matrices.manifest(earlier.matrixBlob);
  if (columns === wanted) return;
  throw new AppError(
    'bad-input',
    `${ingest.name} has ${wanted} feature columns, this project's examples have ${columns}.`,
    'Give a file of the same columns, or make another project.',
  );
}

async function writeBatches(
  source: CandidateSource,
  writer: IngestWriter,
  { ingest: { name }, context, batchItems = BATCH_ITEMS[source.unit] }: IngestRun,
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
  for await (const item of source.items(writer.state.position, writer.state.cursor)) {
    stopIfAborted(context.signal);
    batch.push(item);
    bytes += bytesOf(item);
    report();
    if (batch.length >= batchItems || bytes >= BATCH_BYTES) await write();
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
