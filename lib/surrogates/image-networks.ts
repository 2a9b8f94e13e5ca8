import { AppError } from '../errors';
import { hiddenLayers } from './mlp';
import { imageSize, outputImage, type ImageShape, type Layer } from './network';

const DENSE_UNITS = 128;

/** Convolution of 32 filters, pool, of 64, pool, 128 units, classes; no zeros around. The small CNN of many tutorials. */
export function smallCnn(image: ImageShape, classes: number): Layer[] {
  requireSide(image, 10);
  const layers: Layer[] = [];
  const first = addConvolution(layers, image, 32, 0);
  const second = addConvolution(layers, addPool(layers, first), 64, 0);
  const pooled = addPool(layers, second);
  return [...layers, ...hiddenLayers(imageSize(pooled), [DENSE_UNITS], classes)];
}

/**
 * Three blocks of two convolutions and a pool, with 32, 64 and 128 filters and zeros around, then 128 units: the plan of
 * Simonyan and Zisserman (2015), cut to images of 32 × 32.
 */
export function vggStyle(image: ImageShape, classes: number): Layer[] {
  requireSide(image, 8);
  const layers: Layer[] = [];
  let size = image;
  for (const filters of [32, 64, 128]) {
    size = addConvolution(layers, size, filters, 1);
    layers.push({ kind: 'rectifier', size: imageSize(size) });
    size = addPool(layers, addConvolution(layers, size, filters, 1));
  }
  return [...layers, ...hiddenLayers(imageSize(size), [DENSE_UNITS], classes)];
}

function addConvolution(layers: Layer[], image: ImageShape, filters: number, padding: 0 | 1): ImageShape {
  const layer = { kind: 'convolution', image, filters, padding } as const;
  layers.push(layer);
  return outputImage(layer);
}

/** Pool first, then rectify: the same values and slopes as the other way round, over a quarter of the pixels. */
function addPool(layers: Layer[], image: ImageShape): ImageShape {
  const layer = { kind: 'max-pool', image } as const;
  const pooled = outputImage(layer);
  layers.push(layer, { kind: 'rectifier', size: imageSize(pooled) });
  return pooled;
}

function requireSide({ height, width }: ImageShape, side: number): void {
  if (Math.min(height, width) >= side) return;
  throw new AppError(
    'bad-input',
    `Images of ${width} × ${height} pixels are too small for this network.`,
    `Extract pixels with a side of ${side} or more.`,
  );
}
