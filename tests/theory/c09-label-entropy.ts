import { labelEntropy } from '@/lib/metrics/label-entropy';
import { scoreByName } from '@/lib/scores/registry';
import { gradientCdf } from '@/lib/selections/gradient-cdf';
import { maxGradient } from '@/lib/selections/max-gradient';
import { random } from '@/lib/selections/random';
import { fitSoftmax } from '@/lib/surrogates/fit-softmax';
import { drawGaussianClasses } from '@/lib/synthetic/gaussian-classes';
import { createCpuEngine } from '@/server/tensor/cpu/cpu-engine';
import { Arms, difference, within, type TheoryCheck } from './check';
import { chooseBy, seedsOf } from './problem';

const CLASSES = 5;
const POOL = 5000;

/** Classes around 6 e_k, but for class 1, which overlaps class 0: both around 6 e_0, 1.5 apart. */
const MEANS = Array.from({ length: CLASSES }, (_, label) => {
  const mean = new Array<number>(10).fill(0);
  mean[label === 1 ? 0 : label] = 6;
  if (label === 1) mean[9] = 1.5;
  return mean;
});

/** The first paper's figures 7 and 12: the top gradients are of few classes. */
export const labelEntropySkew: TheoryCheck = {
  name: 'C9',
  title: 'Labels of the top-k by gradient are skewed (5 Gaussian classes, d = 10, N = 5000)',
  quick: false,
  run: async (seeds) => {
    const arms = new Arms();
    const engine = createCpuEngine();
    for (const seed of seedsOf(seeds)) {
      const { features, labels } = drawGaussianClasses(seed, POOL, MEANS);
      const data = { features, labels, weights: null, classes: CLASSES };
      const { parameters } = await fitSoftmax(engine, data, { ridge: 1e-4 });
      const { probabilities } = await engine.score({ features, parameters, classes: CLASSES, scores: [] });
      const norms = scoreByName('gradient-norm-labeled').compute({ probabilities, features, labels });
      const entropyOf = (rows: Int32Array): number =>
        labelEntropy(
          rows.map((row) => labels[row] as number),
          CLASSES,
        );
      for (const budget of [250, 1000, POOL]) {
        arms.add(`top ${budget}`, entropyOf(chooseBy(maxGradient, norms, budget, seed)));
      }
      arms.add('random', entropyOf(chooseBy(random, norms, 250, seed)));
      arms.add('gradient-CDF', entropyOf(chooseBy(gradientCdf, norms, 250, seed)));
    }
    await engine.dispose();
    return [
      within('bits of the top 250', arms.mean('top 250'), 0.999, 0.02),
      within('bits of the top 1000', arms.mean('top 1000'), 1, 0.02),
      within('bits of all', arms.mean(`top ${POOL}`), Math.log2(CLASSES), 1e-9),
      within('bits of 250 by gradient-CDF', arms.mean('gradient-CDF'), 1.013, 0.05),
      difference('bits: all − top 250', arms.minus(`top ${POOL}`, 'top 250'), { measured: 1.32 }),
      difference('bits: 250 at random − top 250', arms.minus('random', 'top 250'), { measured: 1.31 }),
    ];
  },
};
