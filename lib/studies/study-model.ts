import type { StudyModel } from '../contracts/study';
import { modelSchema, type Model } from '../surrogates/models';

/** A surrogate that was trained elsewhere: only its probabilities are known. */
export const EXTERNAL_MODEL = 'external';

/** The model of a resolved configuration with all its parameters. @throws RangeError for an external one */
export function modelOf(model: StudyModel): Model {
  if (model === EXTERNAL_MODEL) throw new RangeError('An external model has no parameters here.');
  return modelSchema.parse(model);
}
