import { z } from 'zod';
import type { ExtractorParameterInfo } from '@/lib/contracts/model';
import type { Pooling } from '../backbones/pool-output';

/** What extractors that run a trained network ask for alike. */
export const modelSchema = z.string().trim().min(1, 'name a model').max(500);
export const outputSchema = z.string().trim().max(200).default('');
/** 0: as the model wants it */
export const sideSchema = z.number().int().min(0).max(1024).default(0);

export const SIDE_FIELD: ExtractorParameterInfo = {
  kind: 'number',
  name: 'side',
  title: 'Side in pixels (0: as the model wants)',
  minimum: 0,
  maximum: 1024,
  step: 1,
  default: 0,
};

export function outputField(hint: string): ExtractorParameterInfo {
  return { kind: 'text', name: 'output', title: 'Output', hint, default: '' };
}

export function poolingField(fallback: Pooling): ExtractorParameterInfo {
  return {
    kind: 'choice',
    name: 'pooling',
    title: 'Of several vectors',
    options: [
      { value: 'mean', title: 'their mean' },
      { value: 'first', title: 'the first (class token)' },
    ],
    default: fallback,
  };
}
