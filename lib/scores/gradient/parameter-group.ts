import type { LayerParts } from './layer-norms';

/** Groups of parameters in which a gradient is measured. */
export const GROUP_NAMES = ['last-layer', 'last-layer-weights', 'biases', 'weights', 'all'] as const;
export type GroupName = (typeof GROUP_NAMES)[number];

export const GROUP_TITLES: Record<GroupName, string> = {
  'last-layer': 'Last layer',
  'last-layer-weights': 'Last layer, weights only',
  biases: 'Biases of all layers',
  weights: 'Weights of all layers',
  all: 'All parameters',
};

/** Which parts of each of `depth` layers, first to last, belong to the group. */
export function partsOfGroup(group: GroupName, depth: number): LayerParts[] {
  return Array.from({ length: depth }, (_, index) => {
    const counts = index === depth - 1 || !group.startsWith('last-layer');
    return {
      weights: counts && group !== 'biases',
      biases: counts && group !== 'weights' && group !== 'last-layer-weights',
    };
  });
}
