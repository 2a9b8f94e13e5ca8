import type { DatabaseClient } from '../db/client';

/** Holds what is derived from a project's votes until the transaction ends: one writer at a time, annotators do not wait. */
export async function lockDerived(tx: DatabaseClient, projectId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 AS "held" FROM (SELECT pg_advisory_xact_lock(hashtextextended(${projectId}, 5))) held`;
}

/** Dawid–Skene's labels of the project, and no others. */
export async function replaceConsensusLabels(
  tx: DatabaseClient,
  projectId: string,
  consensus: { rows: Int32Array; labels: Int32Array; probabilities: Float64Array },
): Promise<void> {
  const { rows, labels, probabilities } = consensus;
  await tx.consensusLabel.deleteMany({ where: { projectId } });
  await tx.$executeRaw`
    INSERT INTO "ConsensusLabel" ("projectId", "row", "label", "probability")
    SELECT ${projectId}, "row", "label", "probability"
    FROM unnest(${Array.from(rows)}::int[], ${Array.from(labels)}::int[], ${Array.from(probabilities)}::float8[])
      AS weighed("row", "label", "probability")`;
}

export async function findConsensusRule(db: DatabaseClient, projectId: string): Promise<string> {
  const { consensus } = await db.project.findUniqueOrThrow({
    where: { id: projectId },
    select: { consensus: true },
  });
  return consensus;
}

export async function saveConsensusRule(
  db: DatabaseClient,
  projectId: string,
  consensus: string,
): Promise<void> {
  await db.project.update({ where: { id: projectId }, data: { consensus } });
}

export async function findClassCount(db: DatabaseClient, projectId: string): Promise<number> {
  const { classes } = await db.project.findUniqueOrThrow({
    where: { id: projectId },
    select: { classes: true },
  });
  return classes.length;
}
