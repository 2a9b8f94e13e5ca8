import { AppError, toAppError } from '@/lib/errors';
import { rowOf } from '@/lib/numeric/matrix';
import type { Container } from '../container';
import type { NamedContent } from '../features/content-extractor';
import { openFeatures } from '../features/open-features.service';
import type { FinishedSurrogate } from './open-surrogate.service';
import { openTrained } from './open-surrogate.service';
import { EXTERNAL_MODEL } from './surrogate-configuration';

/** Probabilities of the classes, or why there are none. */
export type Predicted = Float32Array | AppError;

/** A surrogate and what reads its features, for contents that are not in the pool. */
export interface Predictor {
  /** One answer a content, in order: what cannot be read does not keep the others from theirs. */
  predict(contents: readonly NamedContent[]): Promise<Predicted[]>;
  close(): Promise<void>;
}

export interface PredictingSurrogate extends Omit<FinishedSurrogate, 'featureSet'> {
  readonly projectId: string;
  readonly featureSet: { readonly id: string; readonly extractor: string; readonly configuration: unknown };
}

/** @throws AppError `bad-input` where the model or its features know the pool only */
export async function openPredictor(
  container: Container,
  surrogate: PredictingSurrogate,
): Promise<Predictor> {
  if (surrogate.model === EXTERNAL_MODEL) {
    throw new AppError(
      'bad-input',
      'A model from elsewhere says nothing of new examples.',
      'Train a model in Winnow.',
    );
  }
  const { projectId, featureSet } = surrogate;
  const features = await openFeatures(container, { ...featureSet, projectId });
  const model = await openTrained(container, surrogate).catch(async (error: unknown) => {
    await features.close();
    throw error;
  });
  const predictAll = async (contents: readonly NamedContent[]): Promise<Predicted[]> => {
    const probabilities = await model.predict(await features.read(contents));
    return contents.map((_, index) => Float32Array.from(rowOf(probabilities, index)));
  };
  const predictEach = async (contents: readonly NamedContent[]): Promise<Predicted[]> => {
    try {
      return await predictAll(contents);
    } catch (error) {
      if (contents.length <= 1) return contents.map(() => toAppError(error));
      const alone: Predicted[] = [];
      for (const content of contents) alone.push(...(await predictEach([content])));
      return alone;
    }
  };
  return {
    async predict(contents) {
      const predicted: Predicted[] = [];
      for (let from = 0; from < contents.length; from += features.batch) {
        predicted.push(...(await predictEach(contents.slice(from, from + features.batch))));
      }
      return predicted;
    },
    async close() {
      await model.dispose();
      await features.close();
    },
  };
}
