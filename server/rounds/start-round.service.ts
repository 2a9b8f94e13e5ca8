import { AppError } from '@/lib/errors';
import { schemeByName } from '@/lib/selections/registry';
import type { RoundSetup } from '@/lib/contracts/round';
import { controlSize, drawControlArm } from '@/lib/rounds/draw-control-arm';
import { createBatch } from '../annotations/batches.repository';
import { listUnlabeledRows } from '../annotations/unlabeled-rows.service';
import { lockHandouts } from '../annotations/unlabeled.repository';
import type { Container } from '../container';
import { readChosen } from '../selections/chosen-file.service';
import { findSelection } from '../selections/selections.repository';
import { readExampleIds } from '../selections/example-ids.service';
import { findFeatureSet } from '../surrogates/surrogates.repository';
import { announce } from '../webhooks/announce.service';
import {
  createRound,
  findLatestFeatureSet,
  findModelBefore,
  findRoundSettings,
  findRoundOfSelection,
  nextRoundNumber,
} from './rounds.repository';

/**
 * Hands a selection to the annotators: a batch, a share of which is drawn at random from the whole unlabeled pool instead
 * of chosen (`drawControlArm`), and the round that it begins. Asked twice it answers with the same batch.
 *
 * @param input.controlShare of this round; the project's unless given
 *
 * Examples that were labeled or put into another batch since the selection was made are left out, so that nobody labels
 * them twice.
 */
export async function startRound(
  container: Container,
  input: { projectId: string; selectionId: string; controlShare?: number | undefined },
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
  const featureSet = featureSetId && (await findFeatureSet(container.db, projectId, featureSetId));
  if (!featureSetId || !featureSet) {
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
      const pool = (await listUnlabeledRows(container, { projectId, split: 'pool' }, tx)).filter(
        // nothing could be trained on what has no features
        (row) => row < featureSet.rows,
      );
      const unlabeled = new Set(pool);
      const left = chosen.rows.filter((row) => unlabeled.has(row));
      if (left.length === 0) {
        throw new AppError(
          'conflict',
          'All examples of this selection were labeled or put into another batch since.',
          'Make a new selection.',
        );
      }
      const number = await nextRoundNumber(tx, projectId);
      const name = `Round ${number}: ${schemeByName(selection.scheme).title}`;
      const batch = { kind: 'selection', name } as const;
      const project = await findRoundSettings(tx, projectId);
      const share = input.controlShare ?? project.controlShare;
      const ids = await readExampleIds(container, projectId, pool);
      const { rows, arms } = drawControlArm({
        ...{ chosen: left, pool, ids, share },
        seed: selection.seed,
        round: number,
      });
      const { id: batchId } = await createBatch(tx, {
        ...{ projectId, ...batch, selectionId, rows, arms },
        seed: selection.seed,
      });
      const surrogate = selection.surrogate ?? selection.scoreSet?.surrogate ?? null;
      const setup: RoundSetup = {
        scheme: selection.scheme,
        parameters: selection.parameters as Record<string, unknown>,
        scoreName: selection.scoreSet?.name ?? null,
        surrogate: surrogate && { id: surrogate.id, name: surrogate.name },
        featureSet: { id: featureSetId, extractor: featureSet.extractor },
        controlShare: share,
        controlDrawn: controlSize(left.length, share),
        pool: pool.length,
        modelBefore: await findModelBefore(tx, {
          projectId,
          featureSetId,
          selectionSurrogateId: surrogate?.id ?? null,
        }),
        showGuess: project.showGuess,
        model: null,
      };
      const { id: roundId } = await createRound(tx, { projectId, number, batchId, featureSetId, setup });
      const size = rows.length;
      await announce(container, tx, 'batch.proposed', { projectId, batchId, ...batch, size, roundId });
      return { batchId, roundId };
    },
    { maxWait: 10_000, timeout: 60_000 },
  );
}
