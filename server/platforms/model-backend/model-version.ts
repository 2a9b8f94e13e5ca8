import type { CurrentModel } from '../../surrogates/current-model.repository';

/** Label Studio asks again only where the version is another one, so each trained model has its own. */
export function modelVersion(model: CurrentModel | null): string {
  if (!model) return 'winnow-untrained';
  const { id, roundNumber } = model;
  const name = roundNumber === null ? 'surrogate' : `round-${roundNumber}`;
  return `winnow-model-${name}-${id.slice(-8)}`;
}
