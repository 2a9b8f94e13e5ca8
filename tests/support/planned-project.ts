import type { ModelMetrics } from '@/lib/contracts/model';
import type { StudyReport } from '@/lib/contracts/study-report';
import { wilsonInterval } from '@/lib/metrics/intervals';
import { createMatrix } from '@/lib/numeric/matrix';
import type { SessionUser } from '@/server/api/trpc';
import { toJson } from '@/server/db/json';
import type { TestContainer } from './test-container';

const CLASSES = ['cat', 'dog'];
export const TEST_EXAMPLES = 400;

export interface PlannedRound {
  readonly labels: number;
  /** of the test examples */
  readonly error: number;
  /** errors of equally many chosen and random labels */
  readonly control?: { readonly labelsEach: number; readonly chosen: number; readonly random: number };
}

/** Metrics with this error, as a round keeps them; what plans do not look at is filled in. */
export function metricsWith(labels: number, error: number): ModelMetrics {
  const wrong = Math.round(error * TEST_EXAMPLES);
  return {
    engine: null,
    ridge: 0.01,
    ridgeFrom: 'given',
    ridgePath: [],
    objective: 0,
    iterations: 1,
    trainingLabels: labels,
    absentClasses: [],
    test: {
      examples: TEST_EXAMPLES,
      error: wilsonInterval(wrong, TEST_EXAMPLES),
      logLoss: 0.5,
      confusion: [],
      calibration: { expectedCalibrationError: 0, bins: [] },
    },
    seconds: 1,
  };
}

/** A project with a pool of `pool` examples, then test examples with labels, nothing else. */
export async function createPlannedProject(
  test: TestContainer,
  owner: SessionUser,
  pool: number,
): Promise<{ projectId: string; featureSetId: string }> {
  const { db } = test.container;
  const { id: projectId } = await test.createProject(owner, { name: 'Plan', classes: CLASSES });
  const ingest = await db.ingest.create({ data: { projectId, name: 'rows', request: {}, state: 'done' } });
  await db.example.createMany({
    data: Array.from({ length: pool + TEST_EXAMPLES }, (_, row) => ({
      projectId,
      row,
      key: `${row}`,
      split: row < pool ? ('pool' as const) : ('test' as const),
      fileLabel: row < pool ? null : row % 2,
      ingestId: ingest.id,
      contentHash: `${row}`,
    })),
  });
  await db.project.update({ where: { id: projectId }, data: { exampleCount: pool + TEST_EXAMPLES } });
  const featureSet = await db.featureSet.create({
    data: { projectId, extractor: 'uploaded', configuration: {}, key: 'rows', rows: pool + TEST_EXAMPLES },
  });
  return { projectId, featureSetId: featureSet.id };
}

/**
 * Measured rounds, each with its model: the share `error` of the test examples is predicted wrong, the first ones, and of
 * the pool all are dogs but the first `labels`.
 */
export async function addRounds(
  test: TestContainer,
  project: { projectId: string; featureSetId: string },
  rounds: readonly PlannedRound[],
): Promise<void> {
  const { db, matrices } = test.container;
  const { projectId, featureSetId } = project;
  const { exampleCount } = await db.project.findUniqueOrThrow({ where: { id: projectId } });
  for (const [index, { labels, error, control }] of rounds.entries()) {
    const number = index + 1;
    const batch = await db.batch.create({
      data: { projectId, kind: 'selection', name: `Round ${number}`, size: 100 },
    });
    const parametersBlob = `projects/${projectId}/parameters-${number}`;
    const probabilitiesBlob = `projects/${projectId}/probabilities-${number}`;
    const wrong = Math.round(error * TEST_EXAMPLES);
    const data = Float32Array.from({ length: exampleCount * 2 }, (_, place) => {
      const [row, column] = [Math.floor(place / 2), place % 2];
      const position = row - (exampleCount - TEST_EXAMPLES);
      const predicted = position < 0 ? (row < labels ? 0 : 1) : position < wrong ? 1 - (row % 2) : row % 2;
      return predicted === column ? 0.9 : 0.1;
    });
    await matrices.write(probabilitiesBlob, createMatrix(data, exampleCount, 2));
    const metrics = toJson(metricsWith(labels, error));
    await db.round.create({
      data: {
        ...{ projectId, number, batchId: batch.id, featureSetId, parametersBlob, metrics },
        ...{ labelCount: labels, state: 'done', measuredAt: new Date() },
        ...(control && { control: toJson(controlWith(control)) }),
      },
    });
    await db.surrogate.create({
      data: {
        ...{ projectId, featureSetId, name: `Round ${number}`, configuration: {}, key: `${number}` },
        ...{ parametersBlob, probabilitiesBlob, metrics, labelCount: labels, state: 'done' },
      },
    });
  }
}

function controlWith({ labelsEach, chosen, random }: NonNullable<PlannedRound['control']>) {
  const errorOf = (share: number) => wilsonInterval(Math.round(share * TEST_EXAMPLES), TEST_EXAMPLES);
  const difference = { mean: chosen - random, low: chosen - random - 0.01, high: chosen - random + 0.01 };
  return {
    before: null,
    comparison: {
      ...{ seedLabels: 0, labelsEach, shared: 0, testExamples: TEST_EXAMPLES, difference },
      ...{ chosenError: errorOf(chosen), randomError: errorOf(random) },
      ...{ onlyChosenRight: 0, onlyRandomRight: 0, pValue: 1 },
    },
    noComparison: null,
  };
}

/** A finished study with this report. */
export async function addStudy(
  test: TestContainer,
  { projectId, featureSetId }: { projectId: string; featureSetId: string },
  report: StudyReport,
): Promise<string> {
  const reportBlob = `projects/${projectId}/report-${report.seconds}.json`;
  await test.container.blobs.put(reportBlob, Buffer.from(JSON.stringify(report)));
  const { id } = await test.container.db.study.create({
    data: {
      ...{ projectId, featureSetId, name: 'What if', configuration: toJson(report.config) },
      ...{ reportBlob, state: 'done', finishedAt: new Date() },
    },
  });
  return id;
}
