import { z } from 'zod';
import { defineScore } from './define-score';
import { gradientNorms, type GradientNorms } from './gradient/gradient-norms';
import { NORM_NAMES, NORM_TITLES, type NormName } from './gradient/norms';
import { GROUP_NAMES, GROUP_TITLES, type GroupName } from './gradient/parameter-group';
import { scoreRows, topOf } from './rows';
import type { ScoreInput, ScoreNeed } from './score';

/** Fields of every score that measures gradients. */
export const gradientFields = {
  norm: z.enum(NORM_NAMES).default('l2').meta({ title: 'Norm', optionTitles: NORM_TITLES }),
  group: z.enum(GROUP_NAMES).default('last-layer').meta({ title: 'Parameters', optionTitles: GROUP_TITLES }),
};

const parameters = z.strictObject({
  ...gradientFields,
  target: z
    .enum(['expected', 'root-mean-square', 'pseudo-label'])
    .default('expected')
    .meta({
      title: 'Label',
      optionTitles: {
        expected: 'Mean over the labels thought possible',
        'root-mean-square': 'Root mean square over them',
        'pseudo-label': 'The surrogate’s own guess',
      },
    }),
});
type Target = z.infer<typeof parameters>['target'];

/** What gradients in a group of parameters look at, beside labels. */
export function gradientNeeds(group: GroupName): ScoreNeed[] {
  return ['probabilities', group.startsWith('last-layer') ? 'features' : 'layers'];
}

const ERROR_BOUNDS: Record<NormName, string> = { l2: '√2 · ', l1: '2 · ', linf: '' };
const NORM_SIGNS: Record<NormName, string> = { l2: '', l1: '₁', linf: '∞' };

/**
 * Bounds of a gradient's norm: in the last layer it is that of the layer's input times that of p − e_y, which is at most
 * 2 in l1, √2 in l2 and 1 in l∞; hidden layers have none, because their weights may be of any size.
 */
export function gradientRange({ norm, group }: { norm: NormName; group: GroupName }): string {
  if (!group.startsWith('last-layer')) return '0 … ∞';
  const input = group === 'last-layer' ? '[h; 1]' : 'h';
  return `0 … ${ERROR_BOUNDS[norm]}‖${input}‖${NORM_SIGNS[norm]}`;
}

/**
 * Norm of the gradient that the example would have, over the labels that the surrogate thinks possible: Σ_y p_y ‖g_y‖.
 *
 * The gradient of softmax cross-entropy is the outer product of the layer's input and p − e_y, so its norm is the
 * product of theirs and no gradient is ever formed. It rewards long feature vectors (e.g. bright images) as well as
 * uncertainty; the group `biases` of a softmax regression is the second factor alone, EL2N without a label.
 *
 * Identities for one layer: E‖p − e_y‖₁ = 2 Gini, E‖p − e_y‖∞ = Gini, E‖p − e_y‖₂² = Gini.
 */
export const gradientNorm = defineScore({
  name: 'gradient-norm',
  title: 'Gradient norm (expected)',
  description:
    'How far one step on this example would move the surrogate, averaged over the labels it thinks possible; of its last layer unless told otherwise.',
  direction: 'higher is harder',
  range: gradientRange({ norm: 'l2', group: 'last-layer' }),
  rangeOf: gradientRange,
  cost: 'O(n·(d + K)); hidden layers O(n·K·units) more',
  source:
    'Settles, Craven, Ray, Multiple-instance active learning (2007); norms and groups: Vodrahalli, Li, Malik (2018); pseudo-label: Ash et al., BADGE (2020)',
  needs: ({ group }) => gradientNeeds(group),
  parameters,
  fused: 'gradient-norm',
  begin: ({ norm, group, target }) => ({
    compute: (input) => averageOverLabels(input, gradientNorms(input, norm, group), target),
  }),
});

/** Σ_y p_y ‖g_y‖, (Σ_y p_y ‖g_y‖²)^½, or ‖g_ŷ‖, of every row. O(K) norms a row. */
export function averageOverLabels(input: ScoreInput, normAt: GradientNorms, target: Target): Float32Array {
  return scoreRows(input.probabilities, (values, start, end, row) => {
    if (target === 'pseudo-label') return normAt(row, topOf(values, start, end) - start);
    let total = 0;
    for (let place = start; place < end; place++) {
      const probability = values[place] as number;
      if (probability === 0) continue;
      const norm = normAt(row, place - start);
      total += probability * (target === 'expected' ? norm : norm * norm);
    }
    return target === 'expected' ? total : Math.sqrt(total);
  });
}
