import { AppError } from '../errors';
import type { Matrix } from '../numeric/matrix';
import type { LayerTrace } from '../scores/layer-trace';
import { networkOf, type Model } from './models';
import {
  lastLayerParameters,
  layerOutputs,
  parameterBlocks,
  parameterCount,
  type ImageShape,
  type Network,
} from './network';
import type { Tracer } from './network-engine';
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

/** What scores look at: of one model, or of an ensemble the mean and the members one by one. */
export interface ModelReading {
  readonly probabilities: Matrix;
  readonly features: Matrix;
  readonly trace?: LayerTrace | undefined;
  readonly models?: readonly Omit<ModelReading, 'models' | 'fused'>[] | undefined;
  /** an ensemble has none, because those are of one model */
  readonly fused: ScoreResult['scores'];
}

/** One trained softmax regression or network. */
export interface ModelMember {
  /** Probabilities, what the last layer saw, and the scores asked for, which look at both. */
  run(features: Matrix, scores: readonly FusedScore[]): Promise<ModelOutput>;
  /** Of every layer; undefined for softmax regression, whose one layer sees the features. */
  trace(features: Matrix): Promise<LayerTrace | undefined>;
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
  /** @param wanted.layers traces too: give `rowsOfTrace` rows at most */
  read(
    features: Matrix,
    wanted: { readonly scores: readonly FusedScore[]; readonly layers: boolean },
  ): Promise<ModelReading>;
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
    read: (features, wanted) => readMembers(opened, features, wanted),
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
  const values = Float32Array.from(parameters);
  const embedder = network && network.layers.length > 1 ? await engine.embedder(network, values) : null;
  const head = network ? lastLayerParameters(network, parameters) : parameters;
  let tracer: Promise<Tracer> | null = null;
  return {
    async run(features: Matrix, scores: readonly FusedScore[]): Promise<ModelOutput> {
      const seen = embedder ? await embedder.embed(features) : features;
      const result = await engine.score({ features: seen, parameters: head, classes, scores });
      return { ...result, lastLayerFeatures: seen };
    },
    async trace(features: Matrix): Promise<LayerTrace | undefined> {
      if (!network) return undefined;
      tracer ??= engine.tracer(network, values);
      return (await tracer).trace(features);
    },
    async dispose() {
      await embedder?.dispose();
      await (await tracer)?.dispose();
    },
  };
}

async function readMembers(
  members: readonly ModelMember[],
  features: Matrix,
  wanted: { readonly scores: readonly FusedScore[]; readonly layers: boolean },
): Promise<ModelReading> {
  const isOne = members.length === 1;
  const readings: ModelReading[] = [];
  for (const member of members) {
    const output = await member.run(features, isOne ? wanted.scores : []);
    const trace = wanted.layers ? await member.trace(features) : undefined;
    const { probabilities, lastLayerFeatures, scores } = output;
    readings.push({ probabilities, features: lastLayerFeatures, trace, fused: scores });
  }
  const [first] = readings as [ModelReading];
  if (isOne) return first;
  return {
    probabilities: meanMatrix(readings.map(({ probabilities }) => probabilities)),
    features: sideBySide(readings.map((reading) => reading.features)),
    models: readings,
    fused: {},
  };
}

/** Values that the traces of one step may take, so that they fit into memory however large a shard is. */
const TRACE_VALUES = 2 ** 24;

/** Rows to be traced at once; any number for softmax regression. */
export function rowsOfTrace(description: ModelDescription): number {
  const network = networkOfModel(description);
  if (!network) return Infinity;
  const blocks = parameterBlocks(network);
  const values = network.layers.reduce((sum, layer, index) => {
    const block = blocks[index];
    if (!block) return sum;
    const positions = layerOutputs(layer) / block.columns;
    return sum + positions * (block.rows + description.classes * block.columns);
  }, 0);
  return Math.max(1, Math.floor(TRACE_VALUES / values));
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
