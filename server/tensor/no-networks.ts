import { AppError } from '@/lib/errors';
import type { NetworkEngine } from '@/lib/surrogates/network-engine';

/** An engine that trains softmax regression only, and says so. */
export function noNetworks(engineTitle: string): NetworkEngine {
  const refuse = () =>
    Promise.reject(
      new AppError(
        'unavailable',
        `${engineTitle} does not train networks.`,
        'Choose softmax regression, or another engine by WINNOW_ENGINE.',
      ),
    );
  return { networkTrainer: refuse, embedder: refuse };
}
