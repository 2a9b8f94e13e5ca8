import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { studyReportSchema } from '@/lib/contracts/study-report';
import { buildReport } from '@/lib/studies/build-report';
import type { CellResult } from '@/lib/studies/cell-result';
import { curvesCsv } from '@/lib/studies/curves-csv';
import { parseStudyConfig } from '@/lib/studies/study-config';
import { packBits } from '@/lib/numeric/packed-bits';
import { planStudy, type StudyPlan } from '@/lib/studies/study-plan';

const config = parseStudyConfig({
  repeats: 3,
  fractions: [0.1, 0.5, 1],
  surrogates: [
    { name: 'weak, small', labels: 10 },
    { name: 'strong', labels: 40 },
  ],
  strategies: ['max-gradient', { name: 'power', exponent: 1, score: 'entropy' }],
});
const plan = planStudy(config, 100);
const tasks = [...plan.surrogateTasks, ...plan.pointTasks];
const rest = {
  plan,
  data: { pool: 100, dimension: 5, classes: 4, test: 50 },
  engine: { name: 'cpu', title: 'Plain TypeScript', version: '1', device: 'cpu', threads: 1 },
  seconds: 2,
} as const;

const fitted = { ridge: 0.1, converged: true, absentClasses: 0 };
const overlaps: [string, CellResult][] = plan.overlapTasks.map(({ key }) => [
  key,
  { kind: 'overlap', points: [{ fraction: 0.1, examples: 9, overlap: 0.5 }] },
]);

function resultsOf(
  errors: readonly number[],
  change: { converged?: boolean; absentClasses?: number } = {},
): [string, CellResult][] {
  return [...cellsOf(plan, (place) => errors[place] ?? 0.5, change), ...overlaps];
}

/** Cells of all fits of a plan, in its order. */
function cellsOf(
  { surrogateTasks, pointTasks }: StudyPlan,
  errorAt: (place: number) => number,
  change: { converged?: boolean; absentClasses?: number } = {},
): [string, CellResult][] {
  return [...surrogateTasks, ...pointTasks].map(({ key, kind }, place): [string, CellResult] => {
    const error = errorAt(place);
    const own = { ...fitted, ...change, error };
    if (kind === 'surrogate') return [key, { ...own, kind, labels: 10 }];
    const wrong = packBits(Array.from({ length: 50 }, (_, example) => example < Math.round(error * 50)));
    const measured = { logLoss: 2 * error, labelEntropy: place / 100, effectiveSampleSize: 9 };
    return [key, { ...own, kind, ...measured, validation: null, wrong }];
  });
}
const errorsOfCells = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
  minLength: tasks.length,
  maxLength: tasks.length,
});

describe('the report of a study', () => {
  it('is a valid report with intervals around means, and does not depend on the order of the cells', () => {
    fc.assert(
      fc.property(errorsOfCells, (errors) => {
        const cells = resultsOf(errors);
        const report = buildReport({ ...rest, results: new Map(cells) });
        expect(studyReportSchema.parse(report)).toEqual(report);
        expect(buildReport({ ...rest, results: new Map(cells.toReversed()) })).toEqual(report);
        for (const { points } of report.curves) {
          for (const { error, repeats } of points) {
            const mean = repeats.reduce((sum, value) => sum + value, 0) / 3;
            expect(error.mean).toBeCloseTo(mean, 12);
            expect(error.low).toBeLessThanOrEqual(error.mean);
            expect(error.high).toBeGreaterThanOrEqual(error.mean);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('pairs each curve with random of its own surrogate; a shift of all of a repeat changes no difference', () => {
    fc.assert(
      fc.property(errorsOfCells, fc.double({ min: -0.2, max: 0.2, noNaN: true }), (errors, shift) => {
        const moved = errors.map((error, place) => (tasks[place]?.repeat === 1 ? error + shift : error));
        const before = buildReport({ ...rest, results: new Map(resultsOf(errors)) });
        const after = buildReport({ ...rest, results: new Map(resultsOf(moved)) });
        before.curves.forEach(({ points }, curve) =>
          points.forEach(({ differenceFromRandom }, place) => {
            const other = after.curves[curve]?.points[place]?.differenceFromRandom;
            if (differenceFromRandom) expect(other?.mean).toBeCloseTo(differenceFromRandom.mean, 9);
            else expect(before.curves[curve]?.strategy).toBe('random');
          }),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('says once of a curve what its scheme said of each selection, and how scores were computed', () => {
    const drawn = plan.curves.find(
      ({ surrogate, strategy }) => surrogate.name === 'strong' && typeof strategy === 'object',
    );
    const keys = drawn?.points[0]?.keys ?? [];
    const results = resultsOf([]).map(([key, result]): [string, CellResult] => {
      if (result.kind === 'surrogate') return [key, { ...result, methods: { influence: 'whole Hessian' } }];
      const place = keys.indexOf(key);
      return place < 0 || result.kind !== 'point'
        ? [key, result]
        : [key, { ...result, notes: [`${place + 3} of 1,200 weights were clipped.`, 'Drawn at random.'] }];
    });
    const about = 'power 1 of entropy (strong)';
    const { notes } = buildReport({ ...rest, results: new Map(results) });
    expect(notes.filter((note) => !note.about.startsWith('influence'))).toEqual([
      { about, note: 'In 3 of 6 selections, for example: 3 of 1,200 weights were clipped.' },
      { about, note: 'In 3 of 6 selections: Drawn at random.' },
    ]);
    expect(notes).toContainEqual({ about: 'influence (strong)', note: 'Computed with a whole Hessian.' });
  });

  it('takes the surrogate with the fewest labels for the full pool, which is that surrogate’s fraction 1', () => {
    const errors = tasks.map((_, place) => place / 1000);
    const report = buildReport({ ...rest, results: new Map(resultsOf(errors)) });
    expect(report.fullPool).toMatchObject({ surrogate: 'weak, small', kept: 90, converged: true });
    const curve = report.curves.find(({ surrogate }) => surrogate === 'weak, small');
    expect(curve?.points.at(-1)?.repeats).toEqual(report.fullPool?.repeats);
  });

  it('warns of classes without labels, fits that stopped early and scores that look at labels', () => {
    const absent = buildReport({ ...rest, results: new Map(resultsOf([], { absentClasses: 1 })) });
    expect(absent.warnings.join('\n')).toMatch(/max-gradient \(strong\) at 10 %, 50 %, 100 % left a class/);
    const early = buildReport({ ...rest, results: new Map(resultsOf([], { converged: false })) });
    expect(early.warnings.join('\n')).toMatch(new RegExp(`${tasks.length} of ${tasks.length} fits stopped`));
    expect(early.fullPool?.converged).toBe(false);
    const clean = buildReport({ ...rest, results: new Map(resultsOf([])) });
    expect(clean.warnings).toEqual([]);
  });

  it('fails where a cell is missing', () => {
    expect(() => buildReport({ ...rest, results: new Map(resultsOf([]).slice(1)) })).toThrow(/is missing/);
  });

  it('is a CSV of one row a repeat, with names quoted where they must be', () => {
    const report = buildReport({
      ...rest,
      results: new Map(resultsOf(tasks.map((_, place) => place / 1000))),
    });
    const [header, ...rows] = curvesCsv(report).trim().split('\n');
    expect(header).toBe(
      'surrogate,strategy,parameters,fraction,kept,repeat,error,random_error,ridge,arm,paid,log_loss',
    );
    expect(rows).toHaveLength(2 * 3 * 3 * 3);
    expect(rows[0]).toMatch(/^"weak, small",random,,0\.1,9,0,/);
    expect(rows.some((row) => row.includes(',power,exponent=1;weighting=none;score=entropy,'))).toBe(true);
  });

  it('puts random of the same arm beside each row of the CSV', () => {
    const arms = planStudy(
      parseStudyConfig({
        repeats: 2,
        fractions: [0.2],
        validation: 20,
        strategies: ['max-gradient'],
        finalModel: { arms: ['tuned', 'constant'], constantRidge: 0.1 },
        surrogates: [{ name: 'weak', labels: 10 }],
      }),
      100,
    );
    const cells = cellsOf(arms, (place) => place / 100);
    const report = buildReport({ ...rest, plan: arms, results: new Map(cells) });
    const rows = curvesCsv(report).trim().split('\n').slice(1);
    const fields = rows.map((row) => row.split(','));
    for (const [, strategy, , , , repeat, , randomError, , arm] of fields) {
      const random = fields.find((row) => row[1] === 'random' && row[5] === repeat && row[9] === arm);
      expect(randomError, `${strategy} ${arm}`).toBe(random?.[6]);
    }
    expect(new Set(fields.map((row) => row[9]))).toEqual(new Set(['tuned', 'constant']));
  });

  it('charges the surrogate’s labels to whatever looks at them', () => {
    const paid = (input: Record<string, unknown>) => {
      const surrogates = [{ name: 'weak', labels: 10 }];
      const config = parseStudyConfig({ repeats: 2, fractions: [0.5, 1], surrogates, ...input });
      const tried = planStudy(config, 100);
      const cells = cellsOf(tried, () => 0.5);
      const report = buildReport({ ...rest, plan: tried, results: new Map(cells) });
      return report.curves.map(({ strategy, points }) => [
        strategy,
        ...points.map((point) => (point.paid ?? 0) - point.kept),
      ]);
    };
    const strategies = ['max-gradient'];
    // a ridge that is tuned without validation labels is chosen on the surrogate's, random's too
    expect(paid({ strategies })).toEqual([
      ['random', 10, 10],
      ['max-gradient', 10, 10],
    ]);
    // which at a fixed ridge only a scheme looks at, and none where all is kept
    expect(paid({ strategies, finalModel: { ridge: 0.1 } })).toEqual([
      ['random', 0, 0],
      ['max-gradient', 10, 0],
    ]);
    expect(paid({ strategies, validation: 20 })).toEqual([
      ['random', 20, 20],
      ['max-gradient', 30, 20],
    ]);
  });

  it('tells a tuned full pool from one of networks, of which nothing is tuned', () => {
    const tunedOf = (model: string) => {
      const tried = planStudy(
        parseStudyConfig({ repeats: 2, fractions: [0.5], strategies: ['power'], finalModel: { model } }),
        1000,
      );
      return buildReport({ ...rest, plan: tried, results: new Map(cellsOf(tried, () => 0.5)) }).fullPool
        ?.tuned;
    };
    expect(tunedOf('softmax')).toBe(true);
    expect(tunedOf('mlp')).toBe(false);
  });

  it('says what the test examples leave to errors and differences', () => {
    const report = buildReport({
      ...rest,
      results: new Map(resultsOf(tasks.map((_, place) => (place % 9) / 20))),
    });
    for (const { strategy, points } of report.curves) {
      for (const { error, testHalfWidth, differenceFromRandom } of points) {
        expect(testHalfWidth).toBeCloseTo(1.96 * Math.sqrt((error.mean * (1 - error.mean)) / 50), 4);
        if (strategy !== 'random') expect(differenceFromRandom?.testHalfWidth).toBeGreaterThanOrEqual(0);
      }
    }
    const [point] = report.curves[1]?.points ?? [];
    expect(point?.differenceFromFullPool).not.toBeNull();
  });
});
