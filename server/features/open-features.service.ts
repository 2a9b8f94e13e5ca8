import { AppError } from '@/lib/errors';
import { createMatrix, type Matrix } from '@/lib/numeric/matrix';
import type { Container } from '../container';
import { getFloat64 } from '../storage/float64-blob';
import type { NamedContent } from './content-extractor';
import { extractorByName } from './extractors/registry';
import { featureFiles } from './feature-files';

/** A feature set for contents that came after it: read as its own were, and with what was learnt from the pool then. */
export interface OpenFeatures {
  /** contents that are best handed over together */
  readonly batch: number;
  /** a row each. @throws AppError naming the content that has none */
  read(contents: readonly NamedContent[]): Promise<Matrix>;
  close(): Promise<void>;
}

/** @throws AppError `bad-input` where its rows do not come from contents */
export async function openFeatures(
  container: Container,
  featureSet: { id: string; projectId: string; extractor: string; configuration: unknown },
): Promise<OpenFeatures> {
  const { contents, title, configuration } = extractorByName(featureSet.extractor);
  if (!contents) {
    throw new AppError(
      'bad-input',
      `Features of the kind “${title}” cannot be read off a new example.`,
      'Add it to the pool first.',
    );
  }
  const { learning } = contents;
  const { folder } = featureFiles(featureSet.projectId, featureSet.id);
  const learnt = learning
    ? learning.restore(await getFloat64(container.blobs, `${folder}/${learning.fileName}`))
    : null;
  const reader = await contents.open(configuration.parse(featureSet.configuration), container.env);
  return {
    batch: reader.batch,
    async read(given) {
      const rows = createMatrix(await reader.rows(given), given.length, reader.columns);
      return learnt ? learnt.apply(rows) : rows;
    },
    close: () => reader.close(),
  };
}
