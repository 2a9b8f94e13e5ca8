import { AppError } from '../errors';
import type { Matrix } from '../numeric/matrix';
import { networkOf, type Model } from './models';
import { lastLayerParameters, parameterCount, type ImageShape, type Network } from './network';
import type { FusedScore, ScoreResult, TensorEngine } from './tensor-engine';

/** Which model reads which features: with the parameters all that is needed to use it. */
export interface ModelDescription {
  readonly model: Model;
  /** columns of the features */
  readonly features: number;
  /** shape of the images whose pixels the features are; null for other features */
  readonly image: ImageShape | null;
  readonly classes: number;
}

/** What a model says of some examples. */
export interface ModelOutput extends ScoreResult {
  /** n × m: what the last layer saw; for softmax regression the features themselves, not copied */
  readonly lastLayerFeatures: Matrix;
}

/** One trained softmax regression or network. */
export interface ModelMember {
  /** Probabilities, what the last layer saw, and the scores asked for, which look at both. */
  run(features: Matrix, scores: readonly FusedScore[]): Promise<ModelOutput>;
}

/** A trained model, or an ensemble of networks: probabilities are the mean over its members. */
export interface OpenModel {
  readonly description: ModelDescription;
  /** at least one */
  readonly members: readonly ModelMember[];
  /** n × K */
  predict(features: Matrix): Promise<Matrix>;
  /** n × m: what the last layer saw; of an ensemble side by side, scaled so that squared norms are means */
  lastLayerFeatures(features: Matrix): Promise<Matrix>;
  dispose(): Promise<void>;
}

/** Layers of a member; null for softmax regression, which is only a last layer. */
export function networkOfModel(description: ModelDescription): Network | null {
  const { model } = description;
  return model.name === 'softmax' ? null : networkOf(model, description);
}

/** Numbers that one member has. */
export function memberParameters(description: ModelDescription): number {
  const network = networkOfModel(description);
  return network ? parameterCount(network) : (description.features + 1) * description.classes;
}

/**
 * Makes trained parameters ready for use, as often as wanted; `dispose` frees what the engine holds.
 *
 * @param parameters of each member, one after the other
 * @throws AppError `bad-input` where they do not fit the description
 */
export async function openModel(
  engine: TensorEngine,
  description: ModelDescription,
  parameters: Float64Array,
): Promise<OpenModel> {
  const size = memberParameters(description);
  const count = description.model.name === 'softmax' ? 1 : description.model.members;
  if (parameters.length !== size * count) {
    throw new AppError(
      'bad-input',
      `The model needs ${size * count} parameters, not ${parameters.length}.`,
      'Train it again on these features.',
    );
  }
  const network = networkOfModel(description);
  const opened: Awaited<ReturnType<typeof openMember>>[] = [];
  for (let member = 0; member < count; member++) {
    const own = parameters.subarray(member * size, (member + 1) * size);
    opened.push(await openMember(engine, description, network, own));
  }
  const runAll = async (features: Matrix) => {
    const outputs: ModelOutput[] = [];
    for (const member of opened) outputs.push(await member.run(features, []));
    return outputs;
  };
  return {
    description,
    members: opened,
    predict: async (features) =>
      meanMatrix((await runAll(features)).map(({ probabilities }) => probabilities)),
    lastLayerFeatures: async (features) =>
      sideBySide((await runAll(features)).map((output) => output.lastLayerFeatures)),
    async dispose() {
      for (const member of opened) await member.dispose();
    },
  };
}

async function openMember(
  engine: TensorEngine,
  { classes }: ModelDescription,
  network: Network | null,
  parameters: Float64Array,
) {
  const embedder =
    network && network.layers.length > 1
      ? await engine.embedder(network, Float32Array.from(parameters))
      : null;
  const head = network ? lastLayerParameters(network, parameters) : parameters;
  return {
    async run(features: Matrix, scores: readonly FusedScore[]): Promise<ModelOutput> {
      const seen = embedder ? await embedder.embed(features) : features;
      const result = await engine.score({ features: seen, parameters: head, classes, scores });
      return { ...result, lastLayerFeatures: seen };
    },
    dispose: async () => embedder?.dispose(),
  };
}

function meanMatrix(matrices: readonly Matrix[]): Matrix {
  const [first, ...others] = matrices as [Matrix, ...Matrix[]];
  if (others.length === 0) return first;
  const data = new Float32Array(first.data.length);
  for (const matrix of matrices) {
    for (let index = 0; index < data.length; index++) {
      data[index] = (data[index] as number) + (matrix.data[index] as number) / matrices.length;
    }
  }
  return { ...first, data };
}

function sideBySide(matrices: readonly Matrix[]): Matrix {
  const [first] = matrices as [Matrix];
  if (matrices.length === 1) return first;
  const scale = 1 / Math.sqrt(matrices.length);
  const columns = first.columns * matrices.length;
  const data = new Float32Array(first.rows * columns);
  matrices.forEach((matrix, member) => {
    for (let row = 0; row < first.rows; row++) {
      const to = row * columns + member * first.columns;
      for (let column = 0; column < first.columns; column++) {
        data[to + column] = (matrix.data[row * first.columns + column] as number) * scale;
      }
    }
  });
  return { data, rows: first.rows, columns };
}
