import { z } from 'zod';

/** A tar (gzipped or not) of these entries, in this order; the last two say what the others have to be. */
export const HEADER_ENTRY = 'winnow-backup.json';
export const BLOB_FOLDER = 'blobs/';
export const TABLE_FOLDER = 'database/';
export const SECRET_FOLDER = 'secrets/';
export const MANIFEST_ENTRY = 'manifest.json';
/** sha256 of the manifest, in hex */
export const SEAL_ENTRY = 'manifest.sha256';

const FORMAT = 'winnow.backup/1';

/** What a file shows first, so that it is known for what it is before all of it was read. */
export const headerSchema = z.object({ schema: z.literal(FORMAT), winnow: z.string() });
export type BackupHeader = z.infer<typeof headerSchema>;

export const manifestSchema = z.object({
  schema: z.literal(FORMAT),
  /** release that made it */
  winnow: z.string(),
  /** The database's clock at the snapshot: everything acknowledged before is in it. */
  snapshotAt: z.iso.datetime(),
  /** applied to the database, in their order */
  migrations: z.array(z.string()),
  /** in an order in which no row comes before one that it refers to */
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), rows: z.number().int() })),
  entries: z.array(z.object({ name: z.string(), bytes: z.number().int(), sha256: z.string() })),
  /** Blobs that rows referred to and that the store did not have: broken before the backup. */
  missingBlobs: z.array(z.string()),
  withSecrets: z.boolean(),
});
export type BackupManifest = z.infer<typeof manifestSchema>;

export const newHeader = (winnow: string): BackupHeader => ({ schema: FORMAT, winnow });
