import { z } from 'zod';
import { FILE_FORMATS, type FileFormatName } from './file-format';
import { SPLITS } from './project';
import type { ErrorView, WorkState } from './job';

/** Every format can be brought in. */
export const INGEST_FORMATS = FILE_FORMATS;
export type IngestFormat = FileFormatName;

/** What the bytes of a text can be read as. */
export const TEXT_ENCODINGS = ['utf-8', 'utf-16', 'windows-1252'] as const;
export type TextEncoding = (typeof TEXT_ENCODINGS)[number];

/** How examples are put into pool, seed and test. */
export const splitRuleSchema = z.discriminatedUnion('by', [
  z.object({ by: z.literal('fixed'), split: z.enum(SPLITS) }),
  /** the first folder of the path is `pool`, `seed` or `test` (also `train` = pool) */
  z.object({ by: z.literal('folder') }),
  /** a column of the table holds `pool`, `seed` or `test` (also `train` = pool) */
  z.object({ by: z.literal('column'), column: z.string().min(1) }),
  /** drawn at random, stratified by label where labels are known; shares of all examples of this ingest */
  z.object({
    by: z.literal('random'),
    seedShare: z.number().min(0).max(1),
    testShare: z.number().min(0).max(1),
    seed: z.number().int().nonnegative(),
  }),
]);
export type SplitRule = z.infer<typeof splitRuleSchema>;

/** A file that was uploaded before, or a path on the server below one of the allowed import roots. */
export const ingestSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('upload'), uploadId: z.string().min(1), fileName: z.string().min(1) }),
  z.object({ kind: z.literal('path'), path: z.string().min(1) }),
]);

export const ingestRequestSchema = z.object({
  format: z.enum(INGEST_FORMATS),
  source: ingestSourceSchema,
  /** IDX labels, or a CSV/npy of labels beside a matrix */
  labelsSource: ingestSourceSchema.optional(),
  split: splitRuleSchema,
  /** tables: which column holds the id and which the label; without them rows are numbered and unlabeled */
  idColumn: z.string().optional(),
  labelColumn: z.string().optional(),
  /** tables of texts: which column holds the text; `text` unless named */
  textColumn: z.string().optional(),
  /** texts: `utf-8` leaves out what is not; `guess` reads UTF-16 by its mark and all else as Windows-1252 (Latin-1) */
  encoding: z.enum(['utf-8', 'guess']).optional(),
  /** append class names met in the files that the project does not have yet */
  addClasses: z.boolean().default(true),
});
export type IngestRequest = z.infer<typeof ingestRequestSchema>;

/** What decides how items become examples, wherever they come from. */
export type IngestRules = Pick<IngestRequest, 'split' | 'addClasses'>;

/** Tasks of a connected labeling platform, brought in as examples. */
export const pullRequestSchema = z.object({
  format: z.literal('platform'),
  /** where tasks go whose annotation is marked as ground truth */
  groundTruth: z.enum(['test', 'seed']),
});
export type PullRequest = z.infer<typeof pullRequestSchema>;

/** What an ingest was asked for. */
export const storedRequestSchema = z.union([ingestRequestSchema, pullRequestSchema]);

export interface IngestView {
  readonly id: string;
  readonly name: string;
  readonly format: IngestFormat | 'platform';
  readonly state: WorkState;
  readonly jobId: string | null;
  readonly acceptedCount: number;
  readonly duplicateCount: number;
  readonly rejectedCount: number;
  /** texts that were not UTF-8 and were read as something else */
  readonly recodedCount: number;
  readonly error: ErrorView | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

export interface IngestRejectView {
  readonly name: string;
  readonly code: string;
  readonly reason: string;
}
