import type { AnalysisReport } from '../contracts/analysis';
import { csvLine } from '../text/csv-line';

/** Every number of an analysis' charts as tables, by file name. */
export function analysisTables(report: AnalysisReport): Record<string, string> {
  const { models, overlaps } = report;
  return {
    'minibatches.csv': csv(
      ['model', 'sum_of_norms', 'norm_of_sum'],
      models.flatMap(({ name, minibatches }) =>
        minibatches.points.map(({ sumOfNorms, normOfSum }) => [name, sumOfNorms, normOfSum]),
      ),
    ),
    ...Object.fromEntries(
      models.map(({ name, heatMap }) => [
        `epochs-${name}.csv`,
        // a row an example: its row in the data, then log10 of its norm before training and after each epoch
        csv(
          ['row', ...heatMap.logNorms.map((_, epoch) => `epoch_${epoch}`)],
          heatMap.rows.map((row, place) => [row, ...heatMap.logNorms.map((norms) => norms[place] ?? NaN)]),
        ),
      ]),
    ),
    ...(overlaps.length > 0 && {
      'overlap.csv': csv(
        ['model', 'other_model', 'k', 'overlap', 'by_chance'],
        overlaps.flatMap(({ models: [left, right], points }) =>
          points.map(({ k, overlap, byChance }) => [left, right, k, overlap, byChance]),
        ),
      ),
    }),
    'label-entropy.csv': csv(
      ['model', 'k', 'bits'],
      models.flatMap(({ name, labelEntropy }) => labelEntropy.map(({ k, bits }) => [name, k, bits])),
    ),
  };
}

function csv(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [header, ...rows].map(csvLine).join('');
}
