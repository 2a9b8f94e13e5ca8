import type { StopSignal } from '../stop-signal';
import { fitSoftmax } from './fit-softmax';
import { networkOf, type Model, type NetworkModel } from './models';
import { lastLayer, lastLayerParameters, parameterCount, type ImageShape } from './network';
import type { NetworkEngine } from './network-engine';
import { openModel, type ModelDescription, type OpenModel } from './open-model';
import { checkSoftmaxData, expandToAllClasses, keepPresentClasses } from './softmax-model';
import type { SoftmaxData, TensorEngine } from './tensor-engine';
import { trainNetwork, type TrainingProgress } from './train-network';

/** Features with labels, and the shape of the images behind them where they are pixels. */
export interface ModelData extends SoftmaxData {
  readonly image?: ImageShape | null;
}

export interface FitModelOptions {
  /** of softmax regression; networks have their weight decay */
  readonly ridge: number;
  /** of first weights and order of examples; softmax regression needs no randomness */
  readonly seed: number;
  readonly signal?: StopSignal | undefined;
  /** `epoch` counts over all members of an ensemble */
  readonly onEpoch?: ((progress: TrainingProgress) => void | Promise<void>) | undefined;
}

/** A model that was just trained: ready for use, and what is to be kept of it. */
export interface FittedModel extends OpenModel {
  /** of each member, one after the other: what `openModel` takes */
  readonly parameters: Float64Array;
  /** softmax regression: the penalized loss; networks: mean loss of the last epoch, over the members */
  readonly objective: number;
  /** of the solver, or epochs */
  readonly iterations: number;
  /** false where softmax regression did not reach its tolerance; networks train for as long as they were told */
  readonly converged: boolean;
  /** classes without any example, ascending; they get probability 0 */
  readonly absentClasses: readonly number[];
}

/**
 * Trains any model of the registry: softmax regression to its optimum, networks by descent, ensembles member by member.
 *
 * A pure function of its arguments: the same engine gives the same bytes. Classes without examples are left out of the
 * training and get probability 0.
 *
 * @throws AppError `bad-input` for unusable data, a model that does not read these features, or a training that diverges;
 *   `unavailable` where the engine cannot train it; `cancelled` on the signal
 */
export async function fitModel(
  engine: TensorEngine,
  model: Model,
  data: ModelData,
  options: FitModelOptions,
): Promise<FittedModel> {
  const description: ModelDescription = {
    model,
    features: data.features.columns,
    image: data.image ?? null,
    classes: data.classes,
  };
  const fit =
    model.name === 'softmax'
      ? await fitSoftmax(engine, data, { ridge: options.ridge, signal: options.signal })
      : await fitNetworks(engine, model, data, options);
  const opened = await openModel(engine, description, fit.parameters);
  const { parameters, objective, iterations, converged, absentClasses } = fit;
  return { ...opened, parameters, objective, iterations, converged, absentClasses };
}

async function fitNetworks(
  engine: NetworkEngine,
  model: NetworkModel,
  data: ModelData,
  { seed, signal, onEpoch }: FitModelOptions,
) {
  checkSoftmaxData(data, 0);
  const classes = keepPresentClasses(data);
  const input = { features: data.features.columns, image: data.image ?? null };
  const network = networkOf(model, { ...input, classes: classes.present.length });
  const size = parameterCount(networkOf(model, { ...input, classes: data.classes }));
  const headSize = (lastLayer(network).inputs + 1) * data.classes;
  const parameters = new Float64Array(size * model.members);
  let objective = 0;
  let iterations = 0;
  for (let member = 0; member < model.members; member++) {
    const trained = await trainNetwork(engine, network, classes.data, model, {
      seed,
      names: [`member ${member}`],
      signal,
      onEpoch: (progress) =>
        onEpoch?.({
          ...progress,
          epoch: member * progress.epochs + progress.epoch,
          epochs: model.members * progress.epochs,
        }),
    });
    const own = Float64Array.from(trained.parameters);
    const head = lastLayerParameters(network, own);
    parameters.set(own.subarray(0, own.length - head.length), member * size);
    parameters.set(expandToAllClasses(head, classes), (member + 1) * size - headSize);
    objective += trained.loss / model.members;
    iterations = trained.epochs;
  }
  return { parameters, objective, iterations, converged: true, absentClasses: classes.absent };
}
