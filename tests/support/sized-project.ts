import pg from 'pg';
import { findEmbeddedDatabase } from '@/server/db/embedded';

const CLASSES = ['ham', 'spam', 'neither'];
const ROUNDS = 40;

/**
 * A project of so many examples on the running server, all answered by two people who differ on every tenth, with as
 * many entries in the audit; written straight into its database, as a hundred thousand answers by hand would take days.
 *
 * @returns the project's id
 */
export async function createSizedProject(name: string, examples: number): Promise<string> {
  const url = await findEmbeddedDatabase(process.env.WINNOW_E2E_DATA ?? '');
  if (!url) throw new Error('The server of the browser tests has no database that runs.');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>(
      'SELECT "id" FROM "User" ORDER BY "createdAt" LIMIT 1',
    );
    const owner = rows[0]?.id ?? '';
    const projectId = `sized-${examples}`;
    const seconds = `${projectId}-second`;
    const run = (sql: string, ...values: unknown[]) => client.query(sql, values);
    await run(
      `INSERT INTO "Project" ("id", "name", "modality", "classes", "exampleCount", "votesPerExample")
       VALUES ($1, $2, 'features', $3, $4, 2)`,
      projectId,
      name,
      CLASSES,
      examples,
    );
    await run(
      `INSERT INTO "User" ("id", "name", "email", "updatedAt") VALUES ($1, 'Second', $2, now())`,
      seconds,
      `${seconds}@example.org`,
    );
    await run(
      `INSERT INTO "Membership" ("projectId", "userId", "role") VALUES ($1, $2, 'owner'), ($1, $3, 'annotator')`,
      projectId,
      owner,
      seconds,
    );
    if (examples === 0) return projectId;
    await run(
      `INSERT INTO "Ingest" ("id", "projectId", "name", "request", "state") VALUES ($1, $1, 'rows', '{}', 'done')`,
      projectId,
    );
    await run(
      `INSERT INTO "Example" ("projectId", "row", "key", "split", "ingestId", "contentHash")
       SELECT $1, n, 'row ' || n, 'pool', $1, n::text FROM generate_series(0, $2::int - 1) AS n`,
      projectId,
      examples,
    );
    await run(
      `INSERT INTO "Batch" ("id", "projectId", "kind", "name", "size") VALUES ($1, $1, 'seed', 'All of it', $2)`,
      projectId,
      examples,
    );
    await run(
      `INSERT INTO "BatchItem" ("batchId", "position", "row", "state", "needed")
       SELECT $1, n, n, 'labeled', 2 FROM generate_series(0, $2::int - 1) AS n`,
      projectId,
      examples,
    );
    for (const [user, shift] of [
      [owner, 0],
      [seconds, 1],
    ] as const) {
      await run(
        `INSERT INTO "Annotation" ("id", "projectId", "row", "batchId", "userId", "label", "seconds", "createdAt")
         SELECT gen_random_uuid()::text, $1, n, $1, $2, (n + CASE WHEN n % 10 = 0 THEN $4::int ELSE 0 END) % 3, 2,
                now() - make_interval(secs => $3::int - n)
         FROM generate_series(0, $3::int - 1) AS n`,
        projectId,
        user,
        examples,
        shift,
      );
    }
    await run(
      `INSERT INTO "AuditEvent" ("projectId", "userId", "userName", "action", "details")
       SELECT $1, $2, 'Owner', 'selections.create', jsonb_build_object('selectionId', n::text)
       FROM generate_series(1, $3::int) AS n`,
      projectId,
      owner,
      examples,
    );
    if (examples > ROUNDS) await addRounds(run, projectId);
    return projectId;
  } finally {
    await client.end();
  }
}

/** Forty measured rounds with a falling error. */
async function addRounds(
  run: (sql: string, ...values: unknown[]) => Promise<unknown>,
  projectId: string,
): Promise<void> {
  await run(
    `INSERT INTO "FeatureSet" ("id", "projectId", "extractor", "configuration", "key", "rows", "state")
     VALUES ($1, $1, 'uploaded', '{}', $1, 0, 'done')`,
    projectId,
  );
  await run(
    `INSERT INTO "Batch" ("id", "projectId", "kind", "name", "size")
     SELECT $1 || '-' || n, $1, 'selection', 'Round ' || n, 0 FROM generate_series(1, $2::int) AS n`,
    projectId,
    ROUNDS,
  );
  await run(
    `INSERT INTO "Round" ("id", "projectId", "number", "batchId", "featureSetId", "labelCount", "state", "measuredAt", "metrics")
     SELECT $1 || '-' || n, $1, n, $1 || '-' || n, $1, n * 200, 'done', now(),
            jsonb_build_object(
              'engine', null, 'ridge', 0.01, 'ridgeFrom', 'given', 'ridgePath', '[]'::jsonb, 'objective', 0,
              'iterations', 1, 'trainingLabels', n * 200, 'absentClasses', '[]'::jsonb, 'seconds', 1,
              'test', jsonb_build_object(
                'examples', 1000, 'logLoss', 0.5, 'confusion', '[]'::jsonb,
                'calibration', jsonb_build_object('expectedCalibrationError', 0, 'bins', '[]'::jsonb),
                'error', jsonb_build_object(
                  'mean', 0.1 + 2 / sqrt(n * 200), 'low', 0.08 + 2 / sqrt(n * 200), 'high', 0.12 + 2 / sqrt(n * 200))))
     FROM generate_series(1, $2::int) AS n`,
    projectId,
    ROUNDS,
  );
}
