import type { StudyReport } from '@/lib/contracts/study-report';
import { parseStudyConfig } from '@/lib/studies/study-config';
import { runStudy } from '@/server/studies/run-study';
import { peakMegabytes, quietestRun } from './benchmark';
import type { Measurement } from './benchmark';
import { fashionData } from './fashion-data';
import { pythonStudyAnchor } from './study-anchor';

const SURROGATE_LABELS = 600;
const FRACTIONS = [0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5];
const REPEATS = 5;
const SCHEMES = 5;

/** 8 fractions × 5 schemes × 5 repeats, everything counted: surrogates, scores, choices, fits, test errors. */
export async function benchStudy(): Promise<Measurement[]> {
  const { name, data } = await fashionData(512);
  const pool = data.pool.rows - SURROGATE_LABELS;
  // scikit-learn's C = 1: the sum of losses + ‖W‖²/2, whatever is selected
  const config = parseStudyConfig({
    repeats: REPEATS,
    fractions: FRACTIONS,
    surrogates: [{ name: 'weak', labels: SURROGATE_LABELS, ridge: 1 / SURROGATE_LABELS }],
    finalModel: { ridge: 1 / pool, norm: 'pool', tolerance: 1e-4 },
    strategies: [
      'random',
      { name: 'top', score: 'entropy' },
      { name: 'top', score: 'margin' },
      { name: 'top', score: 'gradient-norm' },
      { name: 'gradient-cdf', score: 'gradient-norm' },
    ],
    fullPool: false,
    equalLabels: false,
  });
  let error = NaN;
  const run = await quietestRun(1, async () => {
    error = meanError(await runStudy({ data, config, engine: null }));
  });
  const peak = peakMegabytes();
  const anchor = pythonStudyAnchor(data, {
    fractions: FRACTIONS,
    repeats: REPEATS,
    labels: SURROGATE_LABELS,
  });
  const fits = FRACTIONS.length * SCHEMES * REPEATS;
  const title = `study of ${fits} fits, ${name} ${data.pool.rows.toLocaleString('en')} × 512, mean error ${percent(error)}`;
  return [
    {
      name: title,
      rows: data.pool.rows,
      ...run,
      peakMegabytes: peak,
      anchor: anchor && { ...anchor, name: `${anchor.name}, mean error ${percent(anchor.error)}` },
    },
  ];
}

function meanError({ curves }: StudyReport): number {
  const means = curves.flatMap(({ points }) => points.map(({ error }) => error.mean));
  return means.reduce((sum, mean) => sum + mean, 0) / means.length;
}

const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
