import { FILTER_SIDE, outputImage, type ConvolutionLayer, type Network } from '@/lib/surrogates/network';

const TAPS = FILTER_SIDE ** 2;

/** A convolution as lookups of pixels by number, which every engine does fast, and a product of matrices. */
export interface ConvolutionIndex {
  /** positions of the filters, in the order in which they are looked up */
  readonly positions: number;
  /**
   * Where a pool follows: the positions are of its four corners, all of the first corner first, and none that the pool
   * leaves out. So the pool is the largest of four blocks.
   */
  readonly pooled: boolean;
  /** 9 × positions: the pixel under each tap at each position; one past the last where it lies outside */
  readonly patches: Int32Array;
  /** pixels × 9: the places (tap · (positions + 1) + position) that look at each pixel; the last position where none does */
  readonly returns: Int32Array;
}

/** @param pooled whether a max-pool follows, whose four corners are then looked up one after the other */
export function convolutionIndex(layer: ConvolutionLayer, pooled: boolean): ConvolutionIndex {
  const { image, padding } = layer;
  const pixels = image.height * image.width;
  const order = pooled ? cornersOf(layer) : rowByRow(layer);
  const positions = order.length;
  const patches = new Int32Array(TAPS * positions).fill(pixels);
  const returns = new Int32Array(pixels * TAPS).fill(positions);
  order.forEach(({ y, x }, position) => {
    for (let tap = 0; tap < TAPS; tap++) {
      const fromY = y + Math.floor(tap / FILTER_SIDE) - padding;
      const fromX = x + (tap % FILTER_SIDE) - padding;
      if (fromY < 0 || fromY >= image.height || fromX < 0 || fromX >= image.width) continue;
      const pixel = fromY * image.width + fromX;
      patches[tap * positions + position] = pixel;
      returns[pixel * TAPS + tap] = tap * (positions + 1) + position;
    }
  });
  return { positions, pooled, patches, returns };
}

interface Position {
  readonly y: number;
  readonly x: number;
}

function rowByRow(layer: ConvolutionLayer): Position[] {
  const { height, width } = outputImage(layer);
  return Array.from({ length: height * width }, (_, index) => ({
    y: Math.floor(index / width),
    x: index % width,
  }));
}

function cornersOf(layer: ConvolutionLayer): Position[] {
  const { height, width } = outputImage(layer);
  const [rows, columns] = [height >> 1, width >> 1];
  return Array.from({ length: 4 * rows * columns }, (_, index) => {
    const corner = Math.floor(index / (rows * columns));
    const pool = index % (rows * columns);
    return {
      y: 2 * Math.floor(pool / columns) + (corner >> 1),
      x: 2 * (pool % columns) + (corner & 1),
    };
  });
}

/** A layer as engines compute it: a pool goes with the convolution before it. */
export type LayerStep =
  | { readonly kind: 'dense' | 'rectifier'; readonly layer: number }
  | { readonly kind: 'convolution'; readonly layer: number; readonly index: ConvolutionIndex };

/** @throws RangeError where a pool follows anything but a convolution */
export function layerSteps({ layers }: Network): LayerStep[] {
  return layers.flatMap((layer, place): LayerStep[] => {
    if (layer.kind === 'max-pool') {
      if (layers[place - 1]?.kind !== 'convolution') throw new RangeError('A pool follows a convolution.');
      return [];
    }
    if (layer.kind !== 'convolution') return [{ kind: layer.kind, layer: place }];
    const pooled = layers[place + 1]?.kind === 'max-pool';
    return [{ kind: 'convolution', layer: place, index: convolutionIndex(layer, pooled) }];
  });
}
