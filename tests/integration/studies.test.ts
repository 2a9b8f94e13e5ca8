import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { studyReportSchema, type StudyReport } from '@/lib/contracts/study-report';
import { AppError } from '@/lib/errors';
import { SCORES } from '@/lib/scores/registry';
import { SCHEMES } from '@/lib/selections/registry';
import { cellResultSchema, type CellResult } from '@/lib/studies/cell-result';
import { REPORT_FILES } from '@/lib/studies/report-file-names';
import { parseStudyConfig } from '@/lib/studies/study-config';
import type { SessionUser } from '@/server/api/trpc';
import { handlers } from '@/server/jobs/handlers';
import { JobRunner } from '@/server/jobs/job-runner';
import { parts } from '@/server/jobs/parts/registry';
import { BlobMatrixStore } from '@/server/storage/blob-matrix-store';
import type { BlobStore } from '@/server/storage/blob-store';
import { runOneByOne } from '@/server/studies/cell-runner';
import { runStudy } from '@/server/studies/run-study';
import { loadEngine } from '@/server/tensor/load-engine';
import { runSurrogate, UNSCORED_POOL } from '@/lib/studies/run-surrogate';
import { planStudy, type SurrogateTask } from '@/lib/studies/study-plan';
import type { TensorEngine } from '@/lib/surrogates/tensor-engine';
import { reportFile } from '@/server/studies/studies.service';
import { createFashionProject } from '../support/fashion-project';
import { readCells, SMALL_STUDY, smallStudyData } from '../support/study-run';
import { temporaryFolder } from '../support/temporary-folder';
import { createTestContainer, type TestContainer } from '../support/test-container';

const folder = await temporaryFolder();

/** All of a report that has to be the same every time. */
function bytesOf(report: StudyReport): string {
  return JSON.stringify({ ...report, seconds: 0 });
}

describe('running a study', () => {
  const cells = new Map<string, CellResult>();
  let whole: StudyReport;
  beforeAll(async () => {
    whole = await runStudy({
      data: await smallStudyData(),
      config: SMALL_STUDY,
      engine: null,
      threads: 2,
      onCell: (key, result) => Promise.resolve(void cells.set(key, result)),
    });
  });

  it('has random on every chart, full pool and fraction 1 from one fit, and differences paired by repeat', () => {
    expect(studyReportSchema.parse(whole)).toEqual(whole);
    expect(whole.curves.map(({ strategy }) => strategy)).toEqual(['random', 'gradient-cdf', 'power']);
    // surrogates, fraction 1, the full pool at its own ridge; schemes, and random at equal labels
    expect(cells.size).toBe(3 + 3 + 3 + 3 * 3 * 2 + 3 * 2);
    const [random, cdf] = whole.curves;
    for (const curve of whole.curves)
      expect(curve.points.at(-1)?.repeats).toEqual(random?.points.at(-1)?.repeats);
    expect(whole.fullPool).toMatchObject({ kept: 340, tuned: true });
    expect(cdf?.points.map(({ kept, paid, equalLabels }) => [kept, paid, equalLabels?.kept])).toEqual([
      [34, 94, 94],
      [102, 162, 162],
      // all rows need no surrogate
      [340, 340, undefined],
    ]);
    const differences =
      cdf?.points[0]?.repeats.map((error, i) => error - (random?.points[0]?.repeats[i] ?? NaN)) ?? [];
    const mean = differences.reduce((sum, difference) => sum + difference, 0) / 3;
    expect(cdf?.points[0]?.differenceFromRandom?.mean).toBeCloseTo(mean, 12);
    expect(random?.points[0]?.differenceFromRandom).toBeNull();
  });

  it('gives the same bytes with one thread, and with cells of an earlier attempt, which it does not run again', async () => {
    const data = await smallStudyData();
    const kept = new Map([...cells].filter((_, place) => place % 3 !== 0));
    const ran: string[] = [];
    const resumed = await runStudy({
      data,
      config: SMALL_STUDY,
      engine: null,
      threads: 1,
      finishedCells: kept,
      onCell: (key) => Promise.resolve(void ran.push(key)),
    });
    expect(bytesOf(resumed)).toBe(bytesOf(whole));
    expect(ran.sort()).toEqual([...cells.keys()].filter((key) => !kept.has(key)).sort());
  });

  it('goes on after kill -9 with what was kept, to the same bytes', async () => {
    const file = join(folder, 'cells.jsonl');
    const script = fileURLToPath(new URL('../support/study-run.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', script, file], { stdio: 'ignore' });
    const ended = new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)));
    while (!existsSync(file) || readCells(file).length < 4)
      await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill('SIGKILL');
    expect(await ended).toBe('SIGKILL');

    const kept = new Map(z.array(z.tuple([z.string(), cellResultSchema])).parse(readCells(file)));
    expect(kept.size).toBeLessThan(cells.size);
    const resumed = await runStudy({
      data: await smallStudyData(),
      config: SMALL_STUDY,
      engine: null,
      finishedCells: kept,
    });
    expect(bytesOf(resumed)).toBe(bytesOf(whole));
  });

  it('gives the same numbers in one thread, as on a GPU, and never runs two cells at once', async () => {
    const data = await smallStudyData();
    const { engine } = await loadEngine({ force: null, threads: 1 });
    let open = 0;
    let most = 0;
    const watched: TensorEngine = {
      ...engine,
      softmaxObjective: async (input) => {
        most = Math.max(most, ++open);
        const objective = await engine.softmaxObjective(input);
        return {
          parameterCount: objective.parameterCount,
          evaluate: (parameters) => objective.evaluate(parameters),
          dispose: () => {
            open--;
            objective.dispose();
          },
        };
      },
      score: (request) => engine.score(request),
      secondMoment: (features, weights) => engine.secondMoment(features, weights),
      project: (features, axes, offset) => engine.project(features, axes, offset),
      dispose: () => engine.dispose(),
    };
    const runner = runOneByOne(watched, data, SMALL_STUDY);
    const plan = planStudy(SMALL_STUDY, data.pool.rows);
    const tasks = plan.surrogateTasks.slice(0, 2);
    const outcomes = await Promise.all(tasks.map((task) => runner.run({ task, scored: UNSCORED_POOL })));
    await runner.close();
    expect(outcomes.map(({ result }) => result)).toEqual(
      tasks.map(({ key }) => [...cells].find(([kept]) => kept.endsWith(key))?.[1]),
    );
    expect(most).toBe(1);
  });

  it('stops when it is cancelled, with its threads', async () => {
    const stop = new AbortController();
    const run = runStudy({
      data: await smallStudyData(),
      config: SMALL_STUDY,
      engine: null,
      signal: stop.signal,
      onCell: () => Promise.resolve(stop.abort()),
    });
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('passes on why a cell failed', async () => {
    const data = await smallStudyData();
    data.pool.data[5] = Number.NaN;
    const run = runStudy({ data, config: SMALL_STUDY, engine: null });
    await expect(run).rejects.toBeInstanceOf(AppError);
  });

  it('runs every scheme, by every score that there is', async () => {
    const bySchemes = SCHEMES.map(({ name }) => name);
    const byScores = SCORES.map(({ name }) => ({ name: 'top', score: name }));
    const report = await runStudy({
      data: await smallStudyData(),
      config: parseStudyConfig({
        ...{ repeats: 1, fractions: [0.1], fullPool: false, equalLabels: false },
        surrogates: [{ name: 'weak', labels: 60, ridge: 0.01 }],
        finalModel: { ridge: 0.1, tolerance: 1e-3 },
        strategies: [...bySchemes, ...byScores],
      }),
      engine: null,
    });
    expect(report.curves).toHaveLength(SCHEMES.length + SCORES.length);
    expect(report.curves.flatMap(({ points }) => points.map(({ kept }) => kept))).toEqual(
      report.curves.map(() => 34),
    );
    const noteOn = (wanted: string) => report.notes.find(({ about }) => about === wanted)?.note;
    expect(noteOn('influence')).toMatch(/^Computed with a .*Hessian/);
    expect(noteOn('influence-unbiased')).toMatch(/Hessian/);
  });

  it('hands over what a network’s last layer saw, and scores by all its layers', async () => {
    const data = await smallStudyData();
    const all = 'gradient-norm:group=all';
    const config = parseStudyConfig({
      ...SMALL_STUDY,
      surrogates: [{ name: 'network', model: { name: 'mlp', units: 8, epochs: 1 }, labels: 60 }],
      strategies: ['badge', 'max-gradient', { name: 'top', score: all }],
    });
    const { engine } = await loadEngine({ force: null, threads: 1 });
    const [task] = planStudy(config, data.pool.rows).surrogateTasks as [SurrogateTask];
    const { scored } = await runSurrogate(engine, data, config, task);
    await engine.dispose();
    expect(scored.lastLayer).toMatchObject({ rows: 400, columns: 8 });
    const ofAll = Array.from(scored.scores[all] ?? []);
    const ofLast = Array.from(scored.scores['gradient-norm'] ?? []);
    expect(ofAll).toHaveLength(400);
    expect(ofAll.every((norm, row) => norm > (ofLast[row] ?? NaN) * 0.9999)).toBe(true);
    // below units that do not answer there is no gradient
    expect(ofAll.filter((norm, row) => norm > (ofLast[row] ?? NaN) * 1.01).length).toBeGreaterThan(350);
  });

  it('trains on seed labels too where they count, and never on fewer', async () => {
    const config = parseStudyConfig({
      ...SMALL_STUDY,
      seedLabelsCount: true,
      repeats: 1,
      strategies: ['random'],
    });
    const trained: [number, number][] = [];
    const report = await runStudy({
      data: await smallStudyData(),
      config,
      engine: null,
      onChosen: ({ kept }, { rows }) => Promise.resolve(void trained.push([kept, new Set(rows).size])),
    });
    expect(report.curves[0]?.points.map(({ kept }) => kept)).toEqual([60, 120, 400]);
    expect(trained.every(([kept, rows]) => kept === rows)).toBe(true);
    expect(report.fullPool?.kept).toBe(400);
  });
});

describe('a study in the app', () => {
  let test: TestContainer;
  let owner: SessionUser;
  let viewer: SessionUser;
  beforeAll(async () => {
    test = await createTestContainer();
    owner = await test.createUser();
    viewer = await test.createUser('Vera');
  });
  afterAll(() => test.close());

  const config = parseStudyConfig({
    repeats: 2,
    fractions: [0.2, 0.5, 1],
    surrogates: [{ name: 'weak', labels: 60, ridge: 0.1 }],
    finalModel: { ridge: 0.1 },
    strategies: ['max-gradient'],
  });
  const createProject = (sizes: { poolLabels?: boolean; coarse?: boolean } = {}) =>
    createFashionProject(test, owner, { seed: 20, pool: 300, test: 100, poolLabels: true, ...sizes }, [
      { user: viewer, role: 'viewer' },
    ]);

  it('runs as a job to a report, its files and a plan', async () => {
    const { projectId, featureSetId } = await createProject();
    const api = test.caller(owner);
    const { studyId } = await api.studies.start({ projectId, featureSetId, name: 'First', config });
    expect(await api.studies.report({ projectId, studyId })).toBeNull();
    await test.runJobs();

    const [study] = await test.caller(viewer).studies.list({ projectId });
    expect(study).toMatchObject({ id: studyId, name: 'First', state: 'done', error: null });
    expect(study?.finishedAt).toBeInstanceOf(Date);
    const report = await api.studies.report({ projectId, studyId });
    expect(report?.data).toEqual({ pool: 300, dimension: 784, classes: 10, test: 100 });
    expect(report?.curves.map(({ strategy }) => strategy)).toEqual(['random', 'max-gradient']);
    for (const file of Object.keys(REPORT_FILES)) {
      const { bytes } = await reportFile(test.container, { projectId, studyId, file });
      expect(bytes.length).toBeGreaterThan(100);
    }
    expect(await test.container.db.studyCell.count({ where: { studyId } })).toBe(0);

    await api.projects.update({ projectId, costPerLabel: 0.5 });
    const plan = await api.plans.estimate({ projectId, studyId, targetError: 0.5 });
    const [random, scheme] = (report?.curves ?? []).map(
      ({ points }) => points.find(({ error }) => error.high <= 0.5)?.kept ?? null,
    );
    const need = (kept: number | null | undefined) =>
      kept && { labels: kept, share: kept / 300, cost: kept / 2 };
    expect(random).toBeGreaterThan(0);
    // the scheme reaches it with all 240 rows, which need no surrogate and its 60 labels
    expect(scheme).toBe(240);
    expect(plan.map((row) => row.need)).toEqual([need(random), need(scheme)]);
    const unreached = await api.plans.estimate({ projectId, studyId, targetError: 0.01 });
    expect(unreached.map(({ need }) => need)).toEqual([null, null]);
  });

  it('is made on the labels of its start, whatever is labeled later, to the same bytes by one worker or two', async () => {
    const first = await createProject({ coarse: true });
    const second = await createProject({ coarse: true });
    const api = test.caller(owner);
    const ids = await Promise.all(
      [first, second].map(async ({ projectId, featureSetId }) => {
        const { studyId } = await api.studies.start({ projectId, featureSetId, name: 'Same', config });
        return { projectId, studyId };
      }),
    );
    await test.container.db.example.updateMany({
      where: { projectId: second.projectId, split: 'pool' },
      data: { fileLabel: 0 },
    });
    await test.runJobs();
    const [left, right] = await Promise.all(ids.map((id) => api.studies.report(id)));
    expect(right && bytesOf(right)).toBe(left && bytesOf(left));

    const third = await createProject({ coarse: true });
    const { studyId } = await api.studies.start({ ...third, name: 'Shared', config });
    const parts = await runByTwo();
    const shared = await api.studies.report({ projectId: third.projectId, studyId });
    expect(shared && bytesOf(shared)).toBe(left && bytesOf(left));
    expect(parts.filter((count) => count > 0)).toHaveLength(2);
    for await (const { key } of test.container.blobs.list(`projects/${third.projectId}/study-scores`)) {
      throw new Error(`${key} was left`);
    }
  });

  /** Until nothing runs, by two workers; neither gets further than to a surrogate while the other one has nothing. @returns the parts that each did */
  async function runByTwo(): Promise<number[]> {
    const { container, databaseUrl } = test;
    const workersAtStudies = async () => {
      const part = { kind: 'run-cells', state: { not: 'queued' as const } };
      return container.db.jobPart.findMany({ where: part, distinct: ['worker'], select: { worker: true } });
    };
    const blobs: BlobStore = Object.assign(Object.create(container.blobs) as BlobStore, {
      put: async (...args: Parameters<BlobStore['put']>) => {
        while (args[0].includes('study-scores') && (await workersAtStudies()).length < 2) await sleep(20);
        return container.blobs.put(...args);
      },
    });
    const engine = await container.engine();
    // with one seat it leaves work to the other one, however many cores there are
    const oneSeat = { ...engine, info: { ...engine.info, device: 'gpu' as const } };
    const matrices = new BlobMatrixStore(blobs);
    const first = new JobRunner(
      { ...container, blobs, matrices, engine: () => Promise.resolve(oneSeat) },
      handlers,
      parts,
    );
    const second = new JobRunner(container, [], parts);
    await first.start(databaseUrl);
    await second.start(databaseUrl);
    while (await container.db.job.count({ where: { state: { in: ['queued', 'running'] } } })) await sleep(50);
    await Promise.all([first.stop(), second.stop()]);
    const workers = await container.db.worker.findMany({ select: { partsDone: true } });
    return workers.map(({ partsDone }) => partsDone);
  }

  it('is refused to viewers, without labels, and with a surrogate that takes the whole pool', async () => {
    const { projectId, featureSetId } = await createProject();
    const input = { projectId, featureSetId, name: 'No', config };
    await expect(test.caller(viewer).studies.start(input)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const greedy = {
      ...config,
      surrogates: [{ name: 'greedy', model: 'softmax' as const, labels: 300, ridge: 1 }],
    };
    await expect(test.caller(owner).studies.start({ ...input, config: greedy })).rejects.toThrow(
      /300 labels/,
    );
    const unlabeled = await createProject({ poolLabels: false });
    await expect(
      test
        .caller(owner)
        .studies.start({ ...input, projectId: unlabeled.projectId, featureSetId: unlabeled.featureSetId }),
    ).rejects.toThrow(/No example of the pool has a label/);
  });
});
