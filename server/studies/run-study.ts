import type { StudyReport } from '@/lib/contracts/study-report';
import { buildReport } from '@/lib/studies/build-report';
import { openStudy, type OpenStudy, type StudySource } from './open-study';
import { runCells, type CellWorld } from './run-cells';

/**
 * Runs a retrospective study to its report. The same data, configuration and engine give the same report, `seconds`
 * aside, with any number of threads and in whatever order cells finish.
 *
 * @throws AppError `bad-input` for data or a configuration that do not fit, `cancelled` on the signal
 */
export async function runStudy(run: StudySource & CellWorld): Promise<StudyReport> {
  const startedAt = performance.now();
  const study = await openStudy(run);
  try {
    return await finishStudy(study, run, startedAt);
  } finally {
    await study.runner.close();
  }
}

/** Runs the cells that have no result yet, and builds the report of all. */
export async function finishStudy(
  study: OpenStudy,
  world: CellWorld,
  startedAt: number,
): Promise<StudyReport> {
  const { data, plan, runner } = study;
  const results = await runCells(study, world);
  return buildReport({
    plan,
    data: {
      pool: data.pool.rows,
      dimension: data.pool.columns,
      classes: data.classes,
      test: data.test.rows,
    },
    engine: runner.info,
    results,
    seconds: (performance.now() - startedAt) / 1000,
  });
}
