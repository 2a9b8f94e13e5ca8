import { syntheticConfigSchema } from '@/lib/contracts/synthetic';
import { buildSyntheticReport } from '@/lib/synthetic/build-report';
import { labelProcessByName } from '@/lib/synthetic/label-process';
import { planTrials, runTrial } from '@/lib/synthetic/run-trial';
import { computeLine, planLines } from '@/lib/synthetic/theory-line';
import published from '../support/reference/published-synthetic.json' with { type: 'json' };
import { within, type TheoryCheck } from './check';

const { curves } = published.perfectSurrogate;

/** The right-hand panel of the second paper's synthetic figure, at p = 300 instead of 3000. */
export const publishedPanel: TheoryCheck = {
  name: 'P2-F2',
  title: 'Published panel at the reduced size (p = 300, N = 687, 10 pools × 10 selections)',
  quick: false,
  run: () => {
    const config = syntheticConfigSchema.parse({ fractions: [0.2, 0.4, 0.5, 0.6, 0.8] });
    const trials = planTrials(config).map((trial) => runTrial(config, trial));
    const lines = planLines(config).map((line) => computeLine(config, line));
    const { cells } = buildSyntheticReport({ config, trials, lines, seconds: 0 });
    return cells.flatMap(({ labels, ridge, exponent, fraction, error, theory }) => {
      const place = `${labelProcessByName(labels).name}, ridge ${ridge}, exponent ${exponent}, ${100 * fraction} %`;
      const curve = curves.find(
        (each) => each.labels === labels && each.ridge === ridge && each.exponent === exponent,
      );
      const known = curve?.errors[published.fractions.indexOf(fraction)];
      const mean = error?.mean ?? NaN;
      return [
        within(`${place}: simulated, by Theorem 4`, mean, theory, 0.01),
        ...(known === undefined ? [] : [within(`${place}: simulated, as published`, mean, known, 0.01)]),
      ];
    });
  },
};
