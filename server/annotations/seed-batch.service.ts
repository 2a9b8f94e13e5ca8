import { AppError } from '@/lib/errors';
import { createRandom } from '@/lib/numeric/random';
import type { Container } from '../container';
import { announce } from '../webhooks/announce.service';
import { countOfKind, createBatch } from './batches.repository';
import { listUnlabeledRows, lockHandouts } from './unlabeled.repository';

/**
 * A random draw of unlabeled examples for the first labels: from the split `seed` where that has any, else from the pool.
 * Where fewer than `count` are left, all of them.
 *
 * @throws AppError `conflict` where no example without a label is left
 */
export async function createSeedBatch(
  container: Container,
  input: { projectId: string; count: number; seed: number },
): Promise<{ batchId: string }> {
  const { projectId, count, seed } = input;
  return container.db.$transaction(
    async (tx) => {
      await lockHandouts(tx, projectId);
      const ofSeed = await listUnlabeledRows(tx, { projectId, split: 'seed' });
      const candidates =
        ofSeed.length > 0 ? ofSeed : await listUnlabeledRows(tx, { projectId, split: 'pool' });
      if (candidates.length === 0) {
        throw new AppError(
          'conflict',
          'No example without a label is left in the splits “seed” and “pool”.',
          'Add examples on the page Pool.',
        );
      }
      const drawn = createRandom(seed, 'seed batch').sample(
        candidates.length,
        Math.min(count, candidates.length),
      );
      const number = (await countOfKind(tx, projectId, 'seed')) + 1;
      const name = `Seed labels ${number}`;
      const rows = drawn.map((index) => candidates[index] as number);
      const { id: batchId } = await createBatch(tx, { projectId, kind: 'seed', name, rows, seed });
      const size = rows.length;
      await announce(container, tx, 'batch.proposed', {
        projectId,
        batchId,
        kind: 'seed',
        name,
        size,
        roundId: null,
      });
      return { batchId };
    },
    { maxWait: 10_000, timeout: 60_000 },
  );
}
