import { z } from 'zod';
import type { ModelMetrics } from '@/lib/contracts/model';
import { ridgeSchema } from '@/lib/contracts/model';
import { chooseRidgeByCrossValidation } from '@/lib/surrogates/choose-ridge';
import type { SoftmaxData, TensorEngine } from '@/lib/surrogates/tensor-engine';

const FOLDS = 5;
const configurationSchema = z.object({ ridge: ridgeSchema, seed: z.number() });

/** The ridge that was given, or the one that cross-validation on the training set finds, and what to say about it. */
export async function resolveRidge(
  engine: TensorEngine,
  data: SoftmaxData,
  { configuration }: { configuration: unknown },
  signal: AbortSignal,
): Promise<Pick<ModelMetrics, 'ridge' | 'ridgeFrom' | 'ridgePath'>> {
  const { ridge, seed } = configurationSchema.parse(configuration);
  if (ridge !== 'cv') return { ridge, ridgeFrom: 'given', ridgePath: [] };
  const folds = Math.min(FOLDS, data.labels.length);
  const choice = await chooseRidgeByCrossValidation(engine, data, { folds, seed, signal });
  return {
    ridge: choice.ridge,
    ridgeFrom: `${folds}-fold cross-validation on ${data.labels.length} labels`,
    ridgePath: choice.path,
  };
}
