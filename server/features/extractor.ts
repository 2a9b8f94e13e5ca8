import type { z } from 'zod';
import type { ExtractorParameterInfo } from '@/lib/contracts/model';
import type { Modality } from '@/lib/contracts/project';
import type { ImageShape } from '@/lib/surrogates/network';
import type { Container } from '../container';
import type { JobContext } from '../jobs/job';
import type { ContentReading } from './content-extractor';

/** What an extractor is to do: one float32 row for each of the project's first `rows` examples. */
export interface ExtractionTask<Configuration> {
  readonly projectId: string;
  readonly rows: number;
  readonly configuration: Configuration;
  /** blobs of this feature set lie below it */
  readonly folder: string;
  /** where the matrix is to be written */
  readonly matrixBlob: string;
}

interface ExtractorDescription<Configuration> {
  readonly name: string;
  readonly title: string;
  /** One or two plain sentences for the screen. */
  readonly description: string;
  readonly modality: Modality;
  /** fields that the screen asks for */
  readonly parameters: readonly ExtractorParameterInfo[];
  /** a trained network makes the rows: better on a GPU, and the bytes depend on what computes */
  readonly runsModel?: boolean;
  /** what a row holds the pixels of; left out where it holds none */
  imageShape?(configuration: Configuration): ImageShape;
  /** checks a configuration and fills in what it leaves out */
  readonly configuration: z.ZodType<Configuration>;
}

/** One way to turn examples into numbers. */
export interface FeatureExtractor<Configuration> extends ExtractorDescription<Configuration> {
  /** how contents are read, wherever they lie; null where features do not come from contents */
  readonly contents: ContentReading<Configuration> | null;
  /**
   * Where features do not come from contents: writes the matrix, rows in the order of the examples. Memory is bounded
   * whatever the number of rows; the context tells progress, checkpoints and when to stop.
   */
  extract?(container: Container, task: ExtractionTask<Configuration>, context: JobContext): Promise<void>;
}

/** An extractor that reads each example's image or text. */
export function contentExtractor<Configuration>(
  description: ExtractorDescription<Configuration> & { readonly contents: ContentReading<Configuration> },
): FeatureExtractor<Configuration> {
  return description;
}
