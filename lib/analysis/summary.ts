import type { AnalysisReport } from '../contracts/analysis';

/** What an analysis says, a sentence a finding. */
export function analysisSummary(report: AnalysisReport): string[] {
  const { simplicity, redundancy, redundancySample, models, overlaps, labels } = report;
  const different = Math.round(redundancySample.different).toLocaleString('en');
  const sentences = [
    `Simplicity ${simplicity.toFixed(2)}: ${simplicityWords(simplicity)}`,
    `Redundancy ${redundancy.toFixed(2)}: ${redundancySample.examples.toLocaleString('en')} examples pull in as many directions as ${different} different ones would.`,
  ];
  for (const { title, minibatches } of models) {
    if (minibatches.correlation === null) continue;
    const fair =
      minibatches.correlation >= 0.7 ? 'a fair' : minibatches.correlation >= 0.3 ? 'a rough' : 'no';
    sentences.push(
      `${title}: an example’s own norm is ${fair} proxy of what it does in a minibatch (r = ${minibatches.correlation.toFixed(2)}).`,
    );
  }
  for (const { title, labelEntropy } of models) {
    const [first] = labelEntropy;
    if (!first) continue;
    sentences.push(
      `${title}: the labels of the ${first.k.toLocaleString('en')} largest gradients have ${first.bits.toFixed(2)} bits, all labels ${labels.bits.toFixed(2)}.`,
    );
  }
  for (const { models: pair, points } of overlaps) {
    const point = points.find(({ byChance }) => byChance >= 0.01) ?? points.at(-1);
    if (!point) continue;
    sentences.push(
      `${pair.join(' and ')} agree on ${percent(point.overlap)} of the ${point.k.toLocaleString('en')} largest gradients; chance gives ${percent(point.byChance)}.`,
    );
  }
  return sentences;
}

function simplicityWords(simplicity: number): string {
  if (simplicity >= 0.8) return 'a linear model is done with nearly all examples; few have the gradient.';
  if (simplicity >= 0.6) return 'most of the gradient of a linear model is in a minority of the examples.';
  return 'a linear model still has something to learn from most examples.';
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}
