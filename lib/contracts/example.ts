import { z } from 'zod';
import type { TextEncoding } from './ingest';
import { SPLITS, type Split } from './project';

/** The pool browser's question; every field can stand in the URL. */
export const exampleQuerySchema = z.object({
  projectId: z.string(),
  split: z.enum(SPLITS).optional(),
  /** class index of the known label (annotation, else file label) */
  label: z.number().int().optional(),
  labeled: z.enum(['yes', 'no']).optional(),
  /** class index that the surrogate of `scoreSetId` predicts */
  predicted: z.number().int().optional(),
  search: z.string().max(200).optional(),
  /** sort and filter by this score; without it by row */
  scoreSetId: z.string().optional(),
  order: z.enum(['ascending', 'descending']).default('descending'),
  minimumScore: z.number().optional(),
  maximumScore: z.number().optional(),
  offset: z.number().int().nonnegative().default(0),
  limit: z.number().int().min(1).max(200).default(60),
});
export type ExampleQuery = z.infer<typeof exampleQuerySchema>;

/** What is known of a text without reading it. */
export interface ExampleTextView {
  /** how it begins, in one line */
  readonly excerpt: string;
  /** UTF-16 code units of the whole text */
  readonly characters: number;
  readonly encoding: TextEncoding;
  /** URL path of the whole text, in UTF-8 */
  readonly url: string;
}

export interface ExampleView {
  readonly row: number;
  readonly key: string;
  readonly split: Split;
  /** class index: what people's answers amount to, else the label from file, else null */
  readonly label: number | null;
  /** `review` = decided on the page Agreement */
  readonly labelSource: 'person' | 'file' | 'review' | null;
  readonly width: number | null;
  readonly height: number | null;
  /** URL paths, null where the example is no image */
  readonly thumbnailUrl: string | null;
  readonly imageUrl: string | null;
  /** null where the example is no text */
  readonly text: ExampleTextView | null;
  readonly score: number | null;
  readonly predicted: number | null;
  /** the predicted class's probability */
  readonly confidence: number | null;
}
