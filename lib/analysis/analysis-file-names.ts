import type { AnalysisConfig } from '../contracts/analysis';

/** The drawings of an analysis, by file name without its ending. */
export function analysisChartNames({ models }: Pick<AnalysisConfig, 'models'>): string[] {
  return [
    'minibatches',
    ...models.map((model) => `epochs-${model}`),
    ...(models.length > 1 ? ['overlap'] : []),
    'label-entropy',
  ];
}

/** Every file that an analysis consists of. */
export function analysisFileNames(config: Pick<AnalysisConfig, 'models'>): string[] {
  return [
    'report.json',
    ...analysisChartNames(config).flatMap((name) => [`${name}.csv`, `${name}.svg`, `${name}.png`]),
  ];
}
