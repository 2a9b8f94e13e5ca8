import type { OutsideView } from './outside-view';
import type { StoredFiles } from './stored-files';
import type { Violations } from './violations';

/** Where the results of a stage are named, by the kind of blob that they are. */
const RESULTS = [
  { table: 'FeatureSet', matrices: ['matrixBlob'], blobs: [] },
  {
    table: 'Surrogate',
    matrices: ['probabilitiesBlob', 'lastLayerBlob', 'trainingBlob'],
    blobs: ['parametersBlob'],
  },
  { table: 'ScoreSet', matrices: ['matrixBlob'], blobs: [] },
  { table: 'Ingest', matrices: ['matrixBlob'], blobs: [] },
  { table: 'Study', matrices: [], blobs: ['reportBlob'] },
  { table: 'Analysis', matrices: [], blobs: ['reportBlob'] },
  { table: 'Round', matrices: [], blobs: ['parametersBlob'] },
] as const;
/** Named before they are done: what a stage was given, not what it made. */
const GIVEN = new Set(['Surrogate.trainingBlob']);

/** What is done has all of its results, whole; what is not done shows none. */
export async function checkStages(
  view: OutsideView,
  files: StoredFiles,
  violations: Violations,
): Promise<void> {
  const early: string[] = [];
  const broken: string[] = [];
  for (const { table, matrices, blobs } of RESULTS) {
    const columns = [...matrices, ...blobs];
    const list = columns.map((name) => `"${name}"`).join(', ');
    const rows = await view.query<Record<string, string | null>>(
      `SELECT "id", "state", ${list} FROM "${table}"`,
    );
    for (const row of rows) {
      for (const column of columns) {
        const key = row[column] ?? null;
        if (key === null) continue;
        if (row.state !== 'done' && !GIVEN.has(`${table}.${column}`))
          early.push(`${table} ${row.id} is ${row.state} and shows ${column}`);
        if (row.state !== 'done') continue;
        const isMatrix = (matrices as readonly string[]).includes(column);
        const fault = await (isMatrix ? files.faultOfMatrix(key) : files.faultOfBlob(key));
        if (fault) broken.push(`${table} ${row.id}: ${fault}`);
      }
    }
  }
  for (const { chosenBlob } of await view.query<{ chosenBlob: string }>(
    'SELECT "chosenBlob" FROM "Selection"',
  )) {
    const fault = await files.faultOfBlob(chosenBlob);
    if (fault) broken.push(`Selection: ${fault}`);
  }
  violations.add('half-made results that show', early);
  violations.add('results that are not whole', broken);
  violations.add(
    'done without their results',
    await view.query(
      `SELECT 'FeatureSet' AS stage, "id" FROM "FeatureSet" WHERE state = 'done' AND "matrixBlob" IS NULL
       UNION ALL SELECT 'ScoreSet', "id" FROM "ScoreSet" WHERE state = 'done' AND "matrixBlob" IS NULL
       UNION ALL SELECT 'Study', "id" FROM "Study" WHERE state = 'done' AND "reportBlob" IS NULL
       UNION ALL SELECT 'Surrogate', "id" FROM "Surrogate" WHERE state = 'done' AND "probabilitiesBlob" IS NULL`,
    ),
  );
  await checkExamples(view, files, violations);
}

/** An ingest that is done has as many examples as it says; rows are numbered without gaps. */
async function checkExamples(view: OutsideView, files: StoredFiles, violations: Violations): Promise<void> {
  violations.add(
    'ingests whose examples are not as many as they say',
    await view.query(
      `SELECT i."id", i."acceptedCount", count(e."row")::int AS there
       FROM "Ingest" i LEFT JOIN "Example" e ON e."ingestId" = i."id"
       WHERE i.state = 'done' GROUP BY i."id" HAVING count(e."row") <> i."acceptedCount"`,
    ),
  );
  violations.add(
    'projects whose rows have gaps',
    await view.query(
      `SELECT p."id", p."exampleCount", max(e."row") AS last, count(*)::int AS rows
       FROM "Project" p JOIN "Example" e ON e."projectId" = p."id"
       WHERE NOT EXISTS (SELECT 1 FROM "Ingest" i WHERE i."projectId" = p."id" AND i.state <> 'done')
       GROUP BY p."id" HAVING count(*) <> p."exampleCount" OR max(e."row") <> count(*) - 1`,
    ),
  );
  const blobs = await view.query<{ key: string }>(
    `SELECT DISTINCT split_part(b, '#', 1) AS key FROM "Example" e
     CROSS JOIN LATERAL (VALUES (e."originalBlob"), (e."thumbnailBlob")) AS v(b)
     JOIN "Ingest" i ON i."id" = e."ingestId" AND i.state = 'done' WHERE b IS NOT NULL`,
  );
  const faults = await Promise.all(blobs.map(({ key }) => files.faultOfBlob(key)));
  violations.add(
    'contents of examples that are not there',
    faults.filter((fault) => fault !== null),
  );
}
