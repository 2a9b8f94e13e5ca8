import { z } from 'zod';

/** What an ingest knows between two batches; the job's checkpoint, written with the rows of the batch. */
export const ingestStateSchema = z.object({
  /** row of the first example of this ingest */
  firstRow: z.number().int().nonnegative(),
  /** classes that the project had at the start; labels below this are theirs */
  knownClasses: z.number().int().nonnegative(),
  /** names met that the project did not have, in the order met; appended when the ingest completes */
  newClasses: z.array(z.string()),
  /** items of the source that are done with */
  position: z.number().int().nonnegative(),
  /** of the last of them, where the source gives one */
  cursor: z.string().nullable().default(null),
  accepted: z.number().int().nonnegative(),
  duplicates: z.number().int().nonnegative(),
  rejected: z.number().int().nonnegative(),
  /** accepted texts that were not UTF-8 */
  recoded: z.number().int().nonnegative().default(0),
  /** of feature rows: the shards written */
  shards: z.array(z.object({ key: z.string(), rows: z.number(), sha256: z.string() })),
});
export type IngestState = z.infer<typeof ingestStateSchema>;

export function initialState(firstRow: number, knownClasses: number): IngestState {
  return {
    firstRow,
    knownClasses,
    newClasses: [],
    position: 0,
    cursor: null,
    accepted: 0,
    duplicates: 0,
    rejected: 0,
    recoded: 0,
    shards: [],
  };
}

/** Where the bytes of an ingest lie; those below `scratch` until it ends. */
export function ingestFiles(projectId: string, ingestId: string) {
  const folder = `projects/${projectId}/ingests/${ingestId}`;
  return { folder, packs: `${folder}/packs`, matrix: `${folder}/matrix`, scratch: `${folder}/scratch` };
}
