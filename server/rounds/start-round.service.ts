import { AppError } from '@/lib/errors';
import { schemeByName } from '@/lib/selections/registry';
import { createBatch } from '../annotations/batches.repository';
import { listUnlabeledRows, lockHandouts } from '../annotations/unlabeled.repository';
import type { Container } from '../container';
import { readChosen } from '../selections/chosen-file.service';
import { findSelection } from '../selections/selections.repository';
import { announce } from '../webhooks/announce.service';
import {
  createRound,
  findLatestFeatureSet,
  findRoundOfSelection,
  nextRoundNumber,
} from './rounds.repository';

/**
 * Hands a selection to the annotators: a batch in order of choice, and the round that it begins. Asked twice it answers
 * with the same batch.
 *
 * Examples that were labeled or put into another batch since the selection was made are left out, so that nobody labels
 * them twice.
 */
export async function startRound(
  container: Container,
  input: { projectId: string; selectionId: string },
): Promise<{ batchId: string; roundId: string }> {
  const { projectId, selectionId } = input;
  const selection = await findSelection(container.db, projectId, selectionId);
  if (!selection) throw new AppError('not-found', 'There is no such selection in this project.');
  const chosen = await readChosen(container, selection.chosenBlob);
  const featureSetId =
    selection.featureSetId ??
    selection.surrogate?.featureSetId ??
    selection.scoreSet?.surrogate.featureSetId ??
    (await findLatestFeatureSet(container.db, projectId));
  if (!featureSetId) {
    throw new AppError(
      'conflict',
      'A round needs a feature set to train its model on.',
      'Make one on the page Features.',
    );
  }
  return container.db.$transaction(
    async (tx) => {
      await lockHandouts(tx, projectId);
      const sent = await findRoundOfSelection(tx, selectionId);
      if (sent?.round) return { batchId: sent.id, roundId: sent.round.id };
      const unlabeled = new Set(await listUnlabeledRows(tx, { projectId, split: 'pool' }));
      const rows = chosen.rows.filter((row) => unlabeled.has(row));
      if (rows.length === 0) {
        throw new AppError(
          'conflict',
          'All examples of this selection were labeled or put into another batch since.',
          'Make a new selection.',
        );
      }
      const number = await nextRoundNumber(tx, projectId);
      const name = `Round ${number}: ${schemeByName(selection.scheme).title}`;
      const batch = { kind: 'selection', name } as const;
      const { id: batchId } = await createBatch(tx, {
        projectId,
        ...batch,
        selectionId,
        rows,
        seed: selection.seed,
      });
      const { id: roundId } = await createRound(tx, { projectId, number, batchId, featureSetId });
      const size = rows.length;
      await announce(container, tx, 'batch.proposed', { projectId, batchId, ...batch, size, roundId });
      return { batchId, roundId };
    },
    { maxWait: 10_000, timeout: 60_000 },
  );
}
