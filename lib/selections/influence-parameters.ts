import { z } from 'zod';
import { EXACT_PARAMETERS, type CurvatureForm } from '../influence/influence-terms';
import type { ChoiceSize } from './scheme';

export const targetParameter = z
  .enum(['parameters', 'predictions'])
  .default('predictions')
  .meta({
    title: 'Make small the error of',
    optionTitles: { parameters: 'The parameters', predictions: 'The predictions (log-loss)' },
  });

export const dimensionsParameter = z
  .number()
  .int()
  .min(2)
  .max(4096)
  .default(32)
  .meta({ detail: true, title: 'Features looked at, more are projected', step: 1 });

/** Fixed: influence, and with it inclusion probabilities, are to be the same whatever the seed. */
export const PROJECTION_SEED = 1;

/** Multiplications of one pass over the pool. */
export function influenceWork({ rows, classes, dimension }: ChoiceSize, dimensions: number): number {
  const size = Math.min(dimension, dimensions) + 1;
  const isExact = (classes - 1) * size <= EXACT_PARAMETERS;
  const pairs = isExact ? (classes * (classes - 1)) / 2 : classes;
  return rows * (pairs * size * size * 0.5 + (dimension > dimensions ? dimension * dimensions : 0));
}

/** Which Hessian it was, and of which features. */
export function influenceNotes(form: CurvatureForm, dimension: number, dimensions: number): string[] {
  const hessian =
    form === 'exact'
      ? 'The whole Hessian over all classes was used.'
      : `The Hessian was taken one block a class: over all classes it would have more than ${EXACT_PARAMETERS} parameters.`;
  if (dimension <= dimensions) return [hessian];
  return [`${hessian} Of the ${dimension} features ${dimensions} random projections were looked at.`];
}
