/**
 * Size of images. A row of features holds pixel after pixel, the channels of a pixel side by side; between the layers of a
 * network a channel's pixels lie together, channel after channel.
 */
export interface ImageShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Values of one image. */
export function imageSize({ height, width, channels }: ImageShape): number {
  return height * width * channels;
}

/** Every value by every unit, with a bias. Parameters: inputs × outputs weights row by row, then the biases. */
export interface DenseLayer {
  readonly kind: 'dense';
  readonly inputs: number;
  readonly outputs: number;
}

/**
 * 3 × 3 filters, one step at a time, with a bias. Zeros around the image (`padding` 1) keep its size, without them it
 * loses a pixel on each side. Parameters: (channels · 9) × filters weights, rows in the order of channel, image row, image
 * column; then the biases.
 */
export interface ConvolutionLayer {
  readonly kind: 'convolution';
  readonly image: ImageShape;
  readonly filters: number;
  readonly padding: 0 | 1;
}

/** The largest of each 2 × 2 pixels, the first of equal ones; a last odd row or column is left out. No parameters. */
export interface MaxPoolLayer {
  readonly kind: 'max-pool';
  readonly image: ImageShape;
}

/** max(0, x) of every value. No parameters. */
export interface RectifierLayer {
  readonly kind: 'rectifier';
  readonly size: number;
}

export type Layer = DenseLayer | ConvolutionLayer | MaxPoolLayer | RectifierLayer;

/** Layers one after another; the last is dense, and the softmax of its outputs are the probabilities. */
export interface Network {
  readonly layers: readonly Layer[];
}

/** Side of the filters, in pixels. */
export const FILTER_SIDE = 3;

/** What a convolution or a pool gives on. */
export function outputImage({ image, ...layer }: ConvolutionLayer | MaxPoolLayer): ImageShape {
  if (layer.kind === 'max-pool') {
    return { height: image.height >> 1, width: image.width >> 1, channels: image.channels };
  }
  const lost = FILTER_SIDE - 1 - 2 * layer.padding;
  return { height: image.height - lost, width: image.width - lost, channels: layer.filters };
}

/** Values that a layer reads of one example. */
export function layerInputs(layer: Layer): number {
  if (layer.kind === 'dense') return layer.inputs;
  return layer.kind === 'rectifier' ? layer.size : imageSize(layer.image);
}

/** Values that a layer gives on of one example. */
export function layerOutputs(layer: Layer): number {
  if (layer.kind === 'dense') return layer.outputs;
  return layer.kind === 'rectifier' ? layer.size : imageSize(outputImage(layer));
}

/** Where a layer's parameters lie: `rows` × `columns` weights from `offset` on, then `columns` biases. */
export interface ParameterBlock {
  readonly offset: number;
  readonly rows: number;
  readonly columns: number;
}

/** The block of each layer, null for those without parameters. */
export function parameterBlocks({ layers }: Network): (ParameterBlock | null)[] {
  let offset = 0;
  return layers.map((layer) => {
    if (layer.kind === 'max-pool' || layer.kind === 'rectifier') return null;
    const rows = layer.kind === 'dense' ? layer.inputs : FILTER_SIDE ** 2 * layer.image.channels;
    const columns = layer.kind === 'dense' ? layer.outputs : layer.filters;
    const block = { offset, rows, columns };
    offset += (rows + 1) * columns;
    return block;
  });
}

/** Numbers that the training of a network finds. */
export function parameterCount(network: Network): number {
  return parameterBlocks(network).reduce(
    (count, block) => count + (block ? (block.rows + 1) * block.columns : 0),
    0,
  );
}

/** The last layer, which is a softmax regression on what the layers before it make of an example. */
export function lastLayer({ layers }: Network): DenseLayer {
  const layer = layers.at(-1);
  if (layer?.kind !== 'dense') throw new RangeError('The last layer of a network is dense.');
  return layer;
}

/** The parameters of the last layer, (inputs + 1) × classes as in `SoftmaxObjective`; a view, not a copy. */
export function lastLayerParameters<Values extends Float32Array | Float64Array>(
  network: Network,
  parameters: Values,
): Values {
  const { inputs, outputs } = lastLayer(network);
  return parameters.subarray(parameters.length - (inputs + 1) * outputs) as Values;
}
