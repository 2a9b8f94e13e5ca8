import { AppError } from '@/lib/errors';
import type { Matrix } from '@/lib/numeric/matrix';
import {
  lastLayer,
  layerInputs,
  layerOutputs,
  outputImage,
  parameterCount,
  type Network,
} from '@/lib/surrogates/network';
import type { Minibatch } from '@/lib/surrogates/network-engine';

function refuse(message: string): never {
  throw new AppError('bad-input', message, 'Check the layers of the network and the shapes of its data.');
}

/** Native code trusts shapes, so every engine calls this before anything else. */
export function checkNetwork(network: Network, parameters: Float32Array): void {
  const { layers } = network;
  lastLayer(network);
  for (const [index, layer] of layers.entries()) {
    const next = layers[index + 1];
    if (next && layerOutputs(layer) !== layerInputs(next)) {
      refuse(
        `Layer ${index} gives ${layerOutputs(layer)} values, layer ${index + 1} takes ${layerInputs(next)}.`,
      );
    }
    if (layer.kind !== 'convolution' && layer.kind !== 'max-pool') continue;
    const { height, width } = outputImage(layer);
    if (height < 1 || width < 1) refuse(`Layer ${index} leaves nothing of the image.`);
  }
  const expected = parameterCount(network);
  if (parameters.length !== expected)
    refuse(`The network needs ${expected} parameters, not ${parameters.length}.`);
}

export function checkNetworkFeatures({ layers }: Network, { data, rows, columns }: Matrix): void {
  const [first] = layers;
  if (first && columns !== layerInputs(first))
    refuse(`The network takes ${layerInputs(first)} features, not ${columns}.`);
  if (rows < 1 || data.length !== rows * columns)
    refuse(
      `Features of ${rows} × ${columns} need at least a row and ${rows * columns} values, not ${data.length}.`,
    );
}

export function checkMinibatch(network: Network, { features, labels, weights }: Minibatch): void {
  checkNetworkFeatures(network, features);
  const { outputs: classes } = lastLayer(network);
  if (labels.length !== features.rows || weights.length !== features.rows)
    refuse(
      `${features.rows} rows need as many labels and weights, not ${labels.length} and ${weights.length}.`,
    );
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row] as number;
    if (label < 0 || label >= classes)
      refuse(`Row ${row} has label ${label}, but there are ${classes} classes.`);
    const weight = weights[row] as number;
    if (!(weight >= 0 && weight < Infinity))
      refuse(`Row ${row} has weight ${weight}; weights are finite and not negative.`);
  }
}
