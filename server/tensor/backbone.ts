/** An input or output of a model; sizes that differ from run to run are names or below 1. */
export interface BackboneValue {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly (number | string)[];
}

/** Values of a model's input, row-major: float32, or whole numbers for tokens. */
export interface BackboneFeed {
  readonly values: Float32Array | BigInt64Array;
  readonly shape: readonly number[];
}

export interface BackboneResult {
  readonly values: Float32Array;
  readonly shape: readonly number[];
}

/** Somebody's trained network, loaded from its files; it runs, and is not trained. */
export interface Backbone {
  readonly inputs: readonly BackboneValue[];
  readonly outputs: readonly BackboneValue[];
  /** One output. @throws AppError `bad-input` where the model does not take the feeds */
  run(feeds: Readonly<Record<string, BackboneFeed>>, output: string): Promise<BackboneResult>;
  close(): Promise<void>;
}
