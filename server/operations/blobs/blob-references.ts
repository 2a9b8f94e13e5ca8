import type { Query } from '../../db/query';
import type { BlobStore } from '../../storage/blob-store';
import { expandMatrices } from './matrix-blobs';

/** Which blobs the rows of a database need. One rule for what a backup takes along and what sweeping leaves alone. */
export class BlobReferences {
  constructor(
    /** blobs that finished stages name; each must exist */
    readonly required: ReadonlySet<string>,
    /** blobs that rows name which may not have been written */
    private readonly optional: ReadonlySet<string>,
    /** blobs, or folders of which everything is kept: stages at work, and those whose files nothing else names */
    private readonly folders: ReadonlySet<string>,
    /** folders of which what lies directly in them is kept */
    private readonly flatFolders: ReadonlySet<string>,
    /** projects that exist */
    readonly projectIds: readonly string[],
  ) {}

  has(key: string): boolean {
    if (this.required.has(key) || this.optional.has(key)) return true;
    const parts = key.split('/');
    if (this.flatFolders.has(parts.slice(0, -1).join('/'))) return true;
    return parts.some((_, depth) => this.folders.has(parts.slice(0, depth + 1).join('/')));
  }
}

/** Keys of single blobs. */
const SINGLE = `
  SELECT DISTINCT split_part("originalBlob", '#', 1) AS key FROM "Example" WHERE "originalBlob" IS NOT NULL
  UNION SELECT DISTINCT split_part("thumbnailBlob", '#', 1) FROM "Example" WHERE "thumbnailBlob" IS NOT NULL
  UNION SELECT "parametersBlob" FROM "Surrogate" WHERE "parametersBlob" IS NOT NULL AND state = 'done'
  UNION SELECT "parametersBlob" FROM "Round" WHERE "parametersBlob" IS NOT NULL AND state = 'done'
  UNION SELECT "chosenBlob" FROM "Selection"
  UNION SELECT "reportBlob" FROM "Study" WHERE "reportBlob" IS NOT NULL
  UNION SELECT "reportBlob" FROM "Analysis" WHERE "reportBlob" IS NOT NULL`;

/** Prefixes of matrices; those of stages that are not done may be there or not. */
const MATRICES = `
  SELECT "matrixBlob" AS prefix, state = 'done' AS done FROM "Ingest" WHERE "matrixBlob" IS NOT NULL
  UNION ALL SELECT "matrixBlob", state = 'done' FROM "FeatureSet" WHERE "matrixBlob" IS NOT NULL
  UNION ALL SELECT "matrixBlob", state = 'done' FROM "ScoreSet" WHERE "matrixBlob" IS NOT NULL
  UNION ALL SELECT "trainingBlob", state = 'done' FROM "Surrogate" WHERE "trainingBlob" IS NOT NULL
  UNION ALL SELECT "probabilitiesBlob", state = 'done' FROM "Surrogate" WHERE "probabilitiesBlob" IS NOT NULL
  UNION ALL SELECT "lastLayerBlob", state = 'done' FROM "Surrogate" WHERE "lastLayerBlob" IS NOT NULL`;

/** Where stages at work write, sources that they read, and where files lie that no column names. */
const FOLDERS = `
  SELECT 'projects/' || "projectId" || '/ingests/' || id AS folder FROM "Ingest" WHERE state IN ('queued', 'running')
  UNION ALL SELECT 'projects/' || "projectId" || '/uploads/' || (request #>> '{source,uploadId}') FROM "Ingest"
    WHERE state IN ('queued', 'running') AND request #>> '{source,uploadId}' IS NOT NULL
  UNION ALL SELECT 'projects/' || "projectId" || '/features/' || id FROM "FeatureSet" WHERE state IN ('queued', 'running')
  UNION ALL SELECT 'projects/' || "projectId" || '/surrogates/' || id FROM "Surrogate" WHERE state IN ('queued', 'running')
  UNION ALL SELECT 'projects/' || "projectId" || '/uploads/' || (configuration ->> 'uploadId') FROM "Surrogate"
    WHERE state IN ('queued', 'running') AND configuration ->> 'uploadId' IS NOT NULL
  UNION ALL SELECT 'projects/' || "projectId" || '/surrogates/' || "surrogateId" || '/scores' FROM "ScoreSet"
    WHERE state IN ('queued', 'running')
  UNION ALL SELECT 'projects/' || "projectId" || '/studies/' || id FROM "Study"
  UNION ALL SELECT 'projects/' || "projectId" || '/study-scores/' || id FROM "Study" WHERE state IN ('queued', 'running')
  UNION ALL SELECT 'projects/' || "projectId" || '/analyses/' || id FROM "Analysis"`;

/** What was fitted to the pool lies beside a feature set's matrix. */
const FLAT_FOLDERS = `SELECT 'projects/' || "projectId" || '/features/' || id AS folder FROM "FeatureSet"`;

/** Reads the rows, and the manifests of the matrices that they name. */
export async function readBlobReferences(query: Query, blobs: BlobStore): Promise<BlobReferences> {
  const [single, matrices, folders, flatFolders, projects] = [
    await query<{ key: string }>(SINGLE),
    await query<{ prefix: string; done: boolean }>(MATRICES),
    await query<{ folder: string }>(FOLDERS),
    await query<{ folder: string }>(FLAT_FOLDERS),
    await query<{ id: string }>('SELECT id FROM "Project" ORDER BY id'),
  ];
  const prefixes = (done: boolean) => matrices.filter((row) => row.done === done).map(({ prefix }) => prefix);
  const [required, optional] = [
    await expandMatrices(blobs, prefixes(true)),
    await expandMatrices(blobs, prefixes(false)),
  ];
  return new BlobReferences(
    new Set([...single.map(({ key }) => key), ...required]),
    new Set(optional),
    new Set(folders.map(({ folder }) => folder)),
    new Set(flatFolders.map(({ folder }) => folder)),
    projects.map(({ id }) => id),
  );
}
