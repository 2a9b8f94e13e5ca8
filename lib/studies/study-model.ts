import type { StudyConfig, StudyModel } from '../contracts/study';
import { AppError } from '../errors';
import { modelByName, modelSchema, type Model } from '../surrogates/models';
import type { ImageShape } from '../surrogates/network';

/** A surrogate that was trained elsewhere: only its probabilities are known. */
export const EXTERNAL_MODEL = 'external';

/** The model of a resolved configuration with all its parameters. @throws RangeError for an external one */
export function modelOf(model: StudyModel): Model {
  if (model === EXTERNAL_MODEL) throw new RangeError('An external model has no parameters here.');
  return modelSchema.parse(model);
}

const needsImages = (model: StudyModel) =>
  model !== EXTERNAL_MODEL && modelByName(modelOf(model).name).needsImages;

/** Whether any model of a resolved configuration looks at images. */
export function looksAtImages({ finalModel, surrogates }: StudyConfig): boolean {
  return [finalModel, ...surrogates].some(({ model }) => needsImages(model));
}

/**
 * Checks that models which look at images get some.
 *
 * @param image shape of the images whose pixels the study's features are; features of a surrogate's own are no pixels
 * @throws AppError `bad-input` that names the model
 */
export function requireImages(config: StudyConfig, image: ImageShape | null | undefined): void {
  const blind = config.surrogates.find(
    ({ model, features }) => needsImages(model) && (!image || features !== undefined),
  );
  if (!blind && (image || !needsImages(config.finalModel.model))) return;
  throw new AppError(
    'bad-input',
    `The ${blind ? `surrogate “${blind.name}”` : 'final model'} reads images, and its features are no pixels.`,
    'Give features that are pixels, with the shape of the images, or another model.',
  );
}
