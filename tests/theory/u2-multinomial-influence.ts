import { influenceScores } from '@/lib/influence/influence-scores';
import { readReference } from '../support/read-reference';
import { atMost, type TheoryCheck } from './check';

interface Case {
  readonly features: number[];
  readonly probabilities: number[];
  readonly rows: number;
  readonly classes: number;
  readonly target: 'parameters' | 'predictions';
  readonly scores: number[];
}

/** The trace formula against NumPy's expectation over labels with the whole Hessian. */
export const multinomialInfluence: TheoryCheck = {
  name: 'U2',
  title: 'Influence of softmax regression is the brute-force expectation over labels',
  quick: true,
  run: () =>
    readReference<{ multinomial: Case[] }>('influence').multinomial.map((each) => {
      const { rows, classes, target } = each;
      const { scores } = influenceScores(
        { data: Float32Array.from(each.probabilities), rows, columns: classes },
        { data: Float32Array.from(each.features), rows, columns: each.features.length / rows },
        { target },
      );
      const differences = each.scores.map((expected, row) =>
        Math.abs((scores[row] as number) / expected - 1),
      );
      return atMost(
        `${classes} classes, error of the ${target}: largest relative difference`,
        Math.max(...differences),
        1e-3,
      );
    }),
};
