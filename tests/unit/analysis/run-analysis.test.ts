import { describe, expect, it } from 'vitest';
import { analysisFileNames } from '@/lib/analysis/analysis-file-names';
import { runAnalysis } from '@/lib/analysis/run-analysis';
import { analysisSummary } from '@/lib/analysis/summary';
import { analysisConfigSchema, analysisReportSchema } from '@/lib/contracts/analysis';
import { createMatrix } from '@/lib/numeric/matrix';
import { createRandom } from '@/lib/numeric/random';
import { analysisFiles } from '@/server/reports/analysis-files';
import { createCpuEngine } from '@/server/tensor/cpu/cpu-engine';

const ROWS = 600;
const CLASSES = 3;
/** Of these rows the label is wrong: what no model gets right. */
const WRONG = 30;

/** Three clouds; class 0 alone has wrong labels. */
function clouds(spread: number) {
  const random = createRandom(4, 'clouds');
  const labels = Int32Array.from({ length: ROWS }, (_, row) => row % CLASSES);
  const data = new Float32Array(ROWS * 3);
  labels.forEach((label, row) => {
    for (let column = 0; column < 3; column++)
      data[row * 3 + column] = (column === label ? 3 : 0) + spread * random.normal();
  });
  return { features: createMatrix(data, ROWS, 3), labels, weights: null, classes: CLASSES };
}

const engine = createCpuEngine();
const config = analysisConfigSchema.parse({ epochs: 4, units: 8, minibatches: 20, minibatchSize: 30 });

describe('an analysis', async () => {
  const data = clouds(0.7);
  const wrong = Array.from({ length: WRONG }, (_, index) => index * CLASSES);
  for (const row of wrong) data.labels[row] = 1;
  const progress: number[] = [];
  const { report, norms } = await runAnalysis(engine, data, config, {
    onProgress: ({ done, total }) => progress.push(done / total),
  });

  it('is a report by its schema, and every file of it', () => {
    const parsed = analysisReportSchema.parse({ ...report, seconds: 1 });
    expect(Object.keys(analysisFiles(parsed)).sort()).toEqual(analysisFileNames(config).sort());
    expect(analysisSummary(parsed).join(' ')).toMatch(/Simplicity .* Redundancy .* agree on/);
    expect(progress.at(-1)).toBe(1);
  });

  it('keeps the triangle inequality in every minibatch', () => {
    for (const { minibatches } of report.models) {
      expect(minibatches.points).toHaveLength(20);
      for (const { sumOfNorms, normOfSum } of minibatches.points) {
        expect(normOfSum).toBeGreaterThan(0);
        expect(normOfSum).toBeLessThanOrEqual(sumOfNorms * (1 + 1e-6));
      }
    }
  });

  it('finds the wrong labels among the largest gradients, by both models', () => {
    for (const ofModel of norms) {
      const largest = Array.from(ofModel.keys()).sort((a, b) => ofModel[b]! - ofModel[a]!);
      const found = largest.slice(0, WRONG).filter((row) => wrong.includes(row));
      expect(found.length).toBeGreaterThan(WRONG * 0.8);
    }
    const [first] = report.models[0]!.labelEntropy;
    expect(first!.bits).toBeLessThan(report.labels.bits / 2);
    expect(report.overlaps[0]!.points[0]!.overlap).toBeGreaterThan(0.3);
  });

  it('has a column before training and one an epoch, ordered by the last', () => {
    const [{ heatMap, epochs }] = report.models as [(typeof report.models)[number]];
    expect(heatMap.logNorms).toHaveLength(epochs + 1);
    expect(heatMap.rows).toHaveLength(512);
    expect(new Set(heatMap.rows).size).toBe(512);
    const last = heatMap.logNorms.at(-1)!;
    expect([...last].sort((left, right) => right - left)).toEqual(last);
    last.forEach((value, place) => expect(10 ** value / norms[0]![heatMap.rows[place]!]!).toBeCloseTo(1, 3));
  });

  it('is the same again, and another with another seed', async () => {
    const again = await runAnalysis(engine, data, config);
    expect(again.report).toEqual(report);
    const other = await runAnalysis(engine, data, { ...config, seed: 2 });
    expect(other.report.models[0]!.heatMap.rows).not.toEqual(report.models[0]!.heatMap.rows);
  });
});

describe('simplicity and redundancy', () => {
  const numbersOf = async (spread: number) => {
    const { report } = await runAnalysis(engine, clouds(spread), { ...config, models: ['mlp'] });
    expect(report.models.map(({ name }) => name)).toEqual(['mlp']);
    return report;
  };

  it('are higher for clouds that lie apart than for one that is all noise', async () => {
    const [apart, noise] = [await numbersOf(0.4), await numbersOf(8)];
    expect(apart.simplicity).toBeGreaterThan(noise.simplicity + 0.2);
    expect(apart.redundancy).toBeGreaterThan(noise.redundancy);
  });

  it('need two classes and labels within them', async () => {
    const data = clouds(1);
    await expect(
      runAnalysis(engine, { ...data, classes: 1, labels: new Int32Array(ROWS) }, config),
    ).rejects.toThrow(/one label/);
    await expect(runAnalysis(engine, { ...data, classes: 2 }, config)).rejects.toThrow(/of 2 classes/);
  });

  it('stop when asked', async () => {
    const stop = new AbortController();
    const run = runAnalysis(engine, clouds(1), config, {
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
  });
});
