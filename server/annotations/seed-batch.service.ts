import type { SeedScheme } from '@/lib/contracts/labeling';
import { AppError } from '@/lib/errors';
import { createRandom } from '@/lib/numeric/random';
import { schemeByName } from '@/lib/selections/registry';
import type { Container } from '../container';
import type { DatabaseClient } from '../db/client';
import { chooseAmong } from '../selections/choose.service';
import { findSelectionSource } from '../selections/selection-source.service';
import { announce } from '../webhooks/announce.service';
import { countOfKind, createBatch } from './batches.repository';
import { listUnlabeledRows } from './unlabeled-rows.service';
import { lockHandouts } from './unlabeled.repository';

interface SeedBatchInput {
  readonly projectId: string;
  readonly count: number;
  readonly seed: number;
  readonly scheme: SeedScheme;
  readonly featureSetId: string | null;
}

/**
 * Unlabeled examples for the first labels: from the split `seed` where that has any, else from the pool. At random, or by
 * a scheme that needs no model: examples that are typical of what no label stands for yet, so that step by step every
 * class is seen. Where fewer than `count` are left, all of them.
 *
 * @throws AppError `conflict` where no example without a label is left, or a scheme has no features to look at
 */
export async function createSeedBatch(
  container: Container,
  input: SeedBatchInput,
): Promise<{ batchId: string }> {
  const { projectId, seed } = input;
  // before the project is held: a scheme may take its time
  const chosen = input.scheme === 'random' ? null : await chooseTypical(container, input);
  return container.db.$transaction(
    async (tx) => {
      await lockHandouts(tx, projectId);
      const candidates = await listCandidates(container, projectId, tx);
      const stillThere = new Set(candidates);
      const rows = chosen ? chosen.filter((row) => stillThere.has(row)) : drawRandom(candidates, input);
      if (rows.length === 0) throw nothingLeft();
      const number = (await countOfKind(tx, projectId, 'seed')) + 1;
      const batch = { kind: 'seed', name: `Seed labels ${number}` } as const;
      const { id: batchId } = await createBatch(tx, { projectId, ...batch, rows, seed });
      const size = rows.length;
      await announce(container, tx, 'batch.proposed', { projectId, batchId, ...batch, size, roundId: null });
      return { batchId };
    },
    { maxWait: 10_000, timeout: 60_000 },
  );
}

async function listCandidates(
  container: Container,
  projectId: string,
  db?: DatabaseClient,
): Promise<Int32Array> {
  const ofSeed = await listUnlabeledRows(container, { projectId, split: 'seed' }, db);
  return ofSeed.length > 0 ? ofSeed : listUnlabeledRows(container, { projectId, split: 'pool' }, db);
}

function drawRandom(candidates: Int32Array, { seed, count }: SeedBatchInput): Int32Array {
  const size = Math.min(count, candidates.length);
  return createRandom(seed, 'seed batch')
    .sample(candidates.length, size)
    .map((index) => candidates[index] as number);
}

async function chooseTypical(container: Container, input: SeedBatchInput): Promise<Int32Array> {
  const { projectId, count, seed, featureSetId } = input;
  const scheme = schemeByName(input.scheme);
  const request = {
    ...{ projectId, featureSetId, scoreSetId: null, surrogateId: null },
    ...{ scheme: scheme.name, parameters: {}, budget: count, seed },
  };
  const source = await findSelectionSource(container, request, scheme);
  // of examples added since the features were computed, nothing is known
  const candidates = (await listCandidates(container, projectId)).filter((row) => row < source.rowLimit);
  if (candidates.length === 0) throw nothingLeft();
  const budget = Math.min(count, candidates.length);
  const { rows } = await chooseAmong(container, { ...request, budget }, { scheme, source, candidates });
  return rows;
}

function nothingLeft(): AppError {
  return new AppError(
    'conflict',
    'No example without a label is left in the splits “seed” and “pool”.',
    'Add examples on the page Pool.',
  );
}
