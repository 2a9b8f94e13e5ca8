import type { ArmItem } from '@/lib/rounds/match-arms';
import type { DatabaseClient } from '../db/client';
import { unpackRows } from '../db/packed-rows';

/** An example of a round's batch, whether or not it has a label. */
export type BatchMember = Omit<ArmItem, 'rank'>;

/** What the arms of one round are told by. */
export interface RoundBatch {
  readonly roundId: string;
  readonly number: number;
  /** of its selection; null where the batch was made without one */
  readonly chosenBlob: string | null;
  readonly items: readonly BatchMember[];
}

/** The rounds up to this one, in order, with the examples of their batches. */
export async function listRoundBatches(
  db: DatabaseClient,
  input: { projectId: string; upTo: number },
): Promise<RoundBatch[]> {
  const rounds = await db.round.findMany({
    where: { projectId: input.projectId, number: { lte: input.upTo } },
    orderBy: { number: 'asc' },
    select: {
      id: true,
      number: true,
      batch: {
        select: {
          selection: { select: { chosenBlob: true } },
          items: { select: { row: true, arm: true, position: true }, orderBy: { position: 'asc' } },
        },
      },
    },
  });
  return rounds.map(({ id, number, batch }) => ({
    roundId: id,
    number,
    chosenBlob: batch.selection?.chosenBlob ?? null,
    items: batch.items,
  }));
}

/** Rows of a batch that the scheme did not choose. */
export async function listControlRows(db: DatabaseClient, batchId: string): Promise<Set<number>> {
  const items = await db.batchItem.findMany({
    where: { batchId, arm: 'control' },
    select: { row: true },
  });
  return new Set(items.map(({ row }) => row));
}

/** Rows that had an answer, or on the split `seed` a label from file, when the first round began; later undone ones too. */
export async function listRowsBeforeRounds(db: DatabaseClient, projectId: string): Promise<Set<number>> {
  const [packed] = await db.$queryRaw<{ rows: Uint8Array | null }[]>`
    SELECT string_agg(int4send(seed."row"), ''::bytea) AS "rows" FROM (
      SELECT a."row" FROM "Annotation" a
      WHERE a."projectId" = ${projectId} AND a."createdAt" < (
        SELECT min(r."createdAt") FROM "Round" r WHERE r."projectId" = ${projectId})
      UNION
      SELECT e."row" FROM "Example" e
      WHERE e."projectId" = ${projectId} AND e."split" = 'seed' AND e."fileLabel" IS NOT NULL
    ) seed`;
  return new Set(unpackRows(packed?.rows));
}

/** The probabilities that a surrogate gave to every example. */
export async function findProbabilities(db: DatabaseClient, surrogateId: string): Promise<string | null> {
  const surrogate = await db.surrogate.findUnique({
    where: { id: surrogateId },
    select: { probabilitiesBlob: true },
  });
  return surrogate?.probabilitiesBlob ?? null;
}
