import type { Layer } from './network';

/** Dense layers of the given widths, each rectified, and the last one to the classes. */
export function hiddenLayers(inputs: number, widths: readonly number[], classes: number): Layer[] {
  const layers: Layer[] = [];
  let size = inputs;
  for (const width of widths) {
    layers.push({ kind: 'dense', inputs: size, outputs: width }, { kind: 'rectifier', size: width });
    size = width;
  }
  layers.push({ kind: 'dense', inputs: size, outputs: classes });
  return layers;
}
