import type { ModelInfo } from '@/lib/contracts/model';

/** A model by its name, with the parameters that were changed. */
export interface ModelDraft {
  readonly name: ModelInfo['name'];
  readonly values: Readonly<Record<string, number | string>>;
}

export const DEFAULT_MODEL: ModelDraft = { name: 'softmax', values: {} };
