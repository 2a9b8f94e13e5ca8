import { AppError } from '@/lib/errors';
import type { FeatureExtractor } from '../extractor';
import { onnxImageExtractor, onnxTextExtractor } from './onnx';
import { pixelsExtractor } from './pixels';
import { tfidfExtractor } from './tfidf';
import { tfjsExtractor } from './tfjs';
import { uploadedExtractor } from './uploaded';

/** Every extractor, in the order in which they are offered. */
export const extractors: readonly FeatureExtractor<unknown>[] = [
  pixelsExtractor,
  tfidfExtractor,
  onnxImageExtractor,
  onnxTextExtractor,
  tfjsExtractor,
  uploadedExtractor,
];

/** @throws AppError `bad-input` */
export function extractorByName(name: string): FeatureExtractor<unknown> {
  const extractor = extractors.find((candidate) => candidate.name === name);
  if (extractor) return extractor;
  const known = extractors.map((candidate) => candidate.name).join(', ');
  throw new AppError('bad-input', `There is no extractor “${name}”.`, `Choose one of: ${known}.`);
}
