import { describe, expect, it } from 'vitest';
import { syntheticConfigSchema } from '@/lib/contracts/synthetic';
import { drawExamples, drawTeacher } from '@/lib/synthetic/draw-examples';
import { drawGaussianClasses } from '@/lib/synthetic/gaussian-classes';
import { labelProcessByName } from '@/lib/synthetic/label-process';
import { syntheticCsv } from '@/lib/synthetic/table-csv';
import { planTasks, reportOutcomes, runTask } from '@/lib/synthetic/tasks';

const config = syntheticConfigSchema.parse({
  dimension: 8,
  pool: 60,
  labels: ['f2', 'logistic'],
  exponents: [1, 0],
  ridges: [0.01],
  fractions: [0.5, 1],
  datasets: 3,
  selections: 2,
});
const outcomes = planTasks(config).map((task) => runTask(config, task));
const report = reportOutcomes(config, outcomes, 0);

describe('a run of the synthetic laboratory', () => {
  it('does not hang on the order in which its parts end', () => {
    expect(reportOutcomes(config, outcomes.toReversed(), 0)).toEqual(report);
  });

  it('has a cell a place and a level a panel', () => {
    expect(report.cells).toHaveLength(2 * 1 * 2 * 2);
    expect(report.fullPool.map(({ labels }) => labels)).toEqual(['f2', 'logistic']);
    expect(report.lines.map(({ points }) => points.at(-1)?.fraction)).toEqual([1, 1, 1, 1]);
  });

  it('is the whole pool where all of it is kept, whatever the exponent', () => {
    for (const cell of report.cells.filter(({ fraction }) => fraction === 1)) {
      const full = report.fullPool.find(({ labels }) => labels === cell.labels);
      expect(cell.error?.mean).toBeCloseTo(full?.error?.mean ?? NaN, 9);
      expect(cell.theory).toBeCloseTo(full?.theory ?? NaN, 6);
    }
  });

  it('shows the theory alone while nothing is simulated', () => {
    const lines = outcomes.filter(({ kind }) => kind === 'line');
    const alone = reportOutcomes(config, lines, 0);
    expect(alone.cells.every(({ error, median }) => error === null && median === null)).toBe(true);
    expect(alone.lines).toEqual(report.lines);
  });

  it('is as many lines of CSV as cells', () => {
    const [header, ...rows] = syntheticCsv(report).trim().split('\n');
    expect(rows).toHaveLength(report.cells.length);
    for (const row of rows) expect(row.split(',')).toHaveLength(header?.split(',').length ?? 0);
  });

  it('refuses the closed form for a surrogate that errs', () => {
    const wrong = { ...config, theory: 'low-dimensional', surrogateLabels: 50 } as const;
    expect(() => planTasks(wrong)).toThrow('knows the teacher');
  });
});

describe('what is drawn', () => {
  it('has labels as often as the process says', () => {
    const process = labelProcessByName('f2');
    const teacher = drawTeacher(3, 4, 2);
    expect(Math.hypot(...teacher)).toBeCloseTo(2, 12);
    const { features, labels } = drawExamples(3, 'pool', 20_000, teacher, process);
    let [ones, sure] = [0, 0];
    labels.forEach((label, row) => {
      const z = teacher.reduce((sum, value, at) => sum + value * (features.data[4 * row + at] as number), 0);
      if (z < 0 || z >= 0.5) return;
      sure++;
      ones += label;
    });
    expect(ones / sure).toBeCloseTo(0.95, 1);
    expect(drawExamples(3, 'pool', 20_000, teacher, process)).toEqual({ features, labels });
  });

  it('has classes around their means', () => {
    const { features, labels } = drawGaussianClasses(1, 9000, [
      [0, 5],
      [3, 0],
      [0, 0],
    ]);
    const sums = [0, 0, 0];
    labels.forEach((label, row) => {
      sums[label] = (sums[label] as number) + (features.data[2 * row] as number);
    });
    expect(sums.map((sum) => Math.round((10 * sum) / 3000) / 10)).toEqual([0, 3, 0]);
  });
});
