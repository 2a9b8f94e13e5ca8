import type { IngestRules } from '@/lib/contracts/ingest';
import { AppError } from '@/lib/errors';
import type { Container } from '../../container';
import type { Ingest } from '../../db/generated/client';
import type { JobContext } from '../../jobs/job';
import {
  appendProjectRows,
  drawSplits,
  findFirstReject,
  findIngest,
  lockProject,
  renumberLabels,
  updateIngest,
} from '../ingest.repository';
import { sortNewClasses } from './class-numbers';
import type { IngestState } from './ingest-state';
import { ingestFiles } from './ingest-state';
import { countsOf } from './ingest-writer';

/** A million rows are renumbered and drawn within this. */
const TRANSACTION = { maxWait: 30_000, timeout: 600_000 };

/**
 * Makes the rows of an ingest examples of the project, all at once: classes, splits and the project's count change in one
 * transaction, before which nobody sees any of them.
 *
 * @throws AppError `bad-input` where nothing at all could be used
 */
export async function completeIngest(
  container: Container,
  input: {
    ingest: Ingest;
    rules: IngestRules;
    columns: number | null;
    state: IngestState;
    context: JobContext;
    mayBeEmpty: boolean;
  },
): Promise<void> {
  const { ingest, rules, columns, state, context, mayBeEmpty } = input;
  const nothing = state.accepted === 0 && state.duplicates === 0;
  if (nothing && !mayBeEmpty) throw await nothingUsable(container, ingest, state);
  const matrixBlob =
    columns !== null && state.accepted > 0 ? ingestFiles(ingest.projectId, ingest.id).matrix : null;
  if (matrixBlob && columns !== null) {
    await container.matrices.writer(matrixBlob, columns, state.shards).finish();
  }
  await container.db.$transaction(async (tx) => {
    await context.saveCheckpoint(state, tx);
    const project = await lockProject(tx, ingest.projectId);
    if ((await findIngest(tx, ingest.id))?.state !== 'running') {
      throw new AppError('conflict', 'The ingest has ended meanwhile.');
    }
    const { added, finalNumbers } = sortNewClasses(project.classes, state.newClasses);
    if (finalNumbers.some((number, index) => number !== state.knownClasses + index)) {
      await renumberLabels(tx, ingest.id, state.knownClasses, finalNumbers);
    }
    if (rules.split.by === 'random') await drawSplits(tx, ingest.id, rules.split);
    await appendProjectRows(tx, ingest.projectId, { rows: state.accepted, newClasses: added });
    await updateIngest(tx, ingest.id, {
      state: 'done',
      finishedAt: new Date(),
      matrixBlob,
      ...countsOf(state),
    });
  }, TRANSACTION);
  await container.blobs.removeAll(ingestFiles(ingest.projectId, ingest.id).scratch);
}

async function nothingUsable(container: Container, ingest: Ingest, state: IngestState): Promise<AppError> {
  const first = await findFirstReject(container.db, ingest.id);
  if (!first)
    return new AppError(
      'bad-input',
      `${ingest.name} holds nothing to ingest.`,
      'Choose another file or folder.',
    );
  return new AppError(
    'bad-input',
    `None of the ${state.rejected} items of ${ingest.name} could be used. The first: ${first.name}: ${first.reason}`,
    'The list of what was left out names each with its reason.',
  );
}
