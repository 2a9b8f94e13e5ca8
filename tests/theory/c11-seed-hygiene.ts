import { createRandom } from '@/lib/numeric/random';
import { power } from '@/lib/selections/power';
import { labelProcessByName } from '@/lib/synthetic/label-process';
import { drawFeatures, drawTeacher } from '@/lib/synthetic/draw-examples';
import { multiplyRows } from '@/lib/numeric/matrix-products';
import { Arms, atMost, difference, type TheoryCheck } from './check';
import { chooseBy, seedsOf } from './problem';

const POOL = 229;
const DRAWS = 100_000;

/** One stream for labels and selection selects by label; ours are named and do not. */
export const seedHygiene: TheoryCheck = {
  name: 'C11',
  title: 'Labels and selection draw from streams of their own (f1, p = 100, N = 229, 20 %)',
  quick: true,
  run: (seeds) => {
    const arms = new Arms();
    const process = labelProcessByName('f1');
    for (const seed of seedsOf(seeds)) {
      const teacher = drawTeacher(seed, 100, 5);
      const features = drawFeatures(seed, 'pool', POOL, 100);
      const logits = new Float64Array(POOL);
      multiplyRows(features, teacher, logits);
      const shareOfOnes = (select: ArrayLike<number>, label: ArrayLike<number>): number => {
        let [ones, chosen] = [0, 0];
        logits.forEach((logit, row) => {
          if ((select[row] as number) >= 0.2) return;
          chosen++;
          if ((label[row] as number) < process.probability(logit)) ones++;
        });
        return ones / chosen;
      };
      const uniforms = (stream: string) => {
        const random = createRandom(seed, stream);
        return Float64Array.from({ length: POOL }, () => random.uniform());
      };
      const labelUniforms = uniforms('labels');
      arms.add('own stream', shareOfOnes(uniforms('selection'), labelUniforms));
      arms.add('label stream', shareOfOnes(labelUniforms, labelUniforms));
    }
    return [
      difference(
        'P(y = 1 | chosen): one stream for both − streams of their own',
        arms.minus('label stream', 'own stream'),
        { measured: 0.11 },
      ),
      atMost('|correlation| of 10⁵ labels and selections by the product', correlation(), 0.02),
    ];
  },
};

/** Of fair labels from one seed's label stream with the product's selection by the same seed. */
function correlation(): number {
  const seed = 7;
  const random = createRandom(seed, 'synthetic', 'pool', 'labels');
  const labels = Float64Array.from({ length: DRAWS }, () => (random.uniform() < 0.5 ? 1 : 0));
  const chosen = new Float64Array(DRAWS);
  const scores = new Float32Array(DRAWS).fill(1);
  for (const row of chooseBy(power, scores, DRAWS / 2, seed)) chosen[row] = 1;
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / DRAWS;
  const [labelMean, chosenMean] = [mean(labels), mean(chosen)];
  const both = mean(labels.map((label, row) => (label - labelMean) * ((chosen[row] as number) - chosenMean)));
  return Math.abs(both) / Math.sqrt(labelMean * (1 - labelMean) * chosenMean * (1 - chosenMean));
}
