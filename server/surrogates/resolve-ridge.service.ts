import type { ModelMetrics } from '@/lib/contracts/model';
import { chooseRidgeByCrossValidation } from '@/lib/surrogates/choose-ridge';
import type { SoftmaxData, TensorEngine } from '@/lib/surrogates/tensor-engine';

const FOLDS = 5;

/** The ridge that was given, or the one that cross-validation on the training set finds, and what to say about it. */
export async function resolveRidge(
  engine: TensorEngine,
  data: SoftmaxData,
  { ridge, seed }: { readonly ridge: 'cv' | number; readonly seed: number },
  signal: AbortSignal,
): Promise<{ ridge: number } & Pick<ModelMetrics, 'ridgeFrom' | 'ridgePath'>> {
  if (ridge !== 'cv') return { ridge, ridgeFrom: 'given', ridgePath: [] };
  const folds = Math.min(FOLDS, data.labels.length);
  const choice = await chooseRidgeByCrossValidation(engine, data, { folds, seed, signal });
  return {
    ridge: choice.ridge,
    ridgeFrom: `${folds}-fold cross-validation on ${data.labels.length} labels`,
    ridgePath: choice.path,
  };
}
