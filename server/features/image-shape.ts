import type { ImageShape } from '@/lib/surrogates/network';
import { extractorByName } from './extractors/registry';

/** The images that a feature set's rows hold the pixels of, as its extractor says; null where they are no pixels. */
export function imageShapeOf(featureSet: {
  readonly extractor: string;
  readonly configuration: unknown;
}): ImageShape | null {
  const extractor = extractorByName(featureSet.extractor);
  return extractor.imageShape?.(extractor.configuration.parse(featureSet.configuration)) ?? null;
}
