import type { Matrix } from '../numeric/matrix';
import type { LayerTrace } from '../scores/layer-trace';
import type { Network } from './network';

/** Examples of one step of training. */
export interface Minibatch {
  /** n × d */
  readonly features: Matrix;
  /** n class numbers */
  readonly labels: Int32Array;
  /** n weights ≥ 0; the loss of a step is (1/n) Σ w · cross-entropy */
  readonly weights: Float32Array;
}

/**
 * Stochastic gradient descent with momentum: v ← momentum · v + gradient + weightDecay · weights, then parameters ←
 * parameters − rate · v. Biases do not decay.
 */
export interface DescentSettings {
  readonly momentum: number;
  readonly weightDecay: number;
}

/** One network under training: holds its parameters and its momentum where the engine computes. */
export interface NetworkTrainer {
  /** One step of descent. @returns the loss before it */
  step(batch: Minibatch, learningRate: number): Promise<number>;
  /** A copy of the parameters, in the order of `parameterBlocks`. */
  parameters(): Promise<Float32Array>;
  dispose(): void;
}

/** A trained network up to its last layer. */
export interface Embedder {
  /** What the last layer sees of each example: n × inputs of the last layer. */
  embed(features: Matrix): Promise<Matrix>;
  dispose(): Promise<void>;
}

/** A trained network, opened to see what each layer does with single examples. */
export interface Tracer {
  /** Of every layer with parameters, for a few examples: a trace of a convolution takes a megabyte an example. */
  trace(features: Matrix): Promise<LayerTrace>;
  dispose(): Promise<void>;
}

/** What an engine that trains networks can do. Layers are described in `network.ts`; the loop over minibatches lies in lib. */
export interface NetworkEngine {
  /** @param parameters start of the training; copied */
  networkTrainer(
    network: Network,
    parameters: Float32Array,
    settings: DescentSettings,
  ): Promise<NetworkTrainer>;
  embedder(network: Network, parameters: Float32Array): Promise<Embedder>;
  tracer(network: Network, parameters: Float32Array): Promise<Tracer>;
}
