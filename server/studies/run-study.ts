import type { StudyConfig } from '@/lib/contracts/study';
import type { StudyReport } from '@/lib/contracts/study-report';
import { buildReport } from '@/lib/studies/build-report';
import type { CellResult } from '@/lib/studies/cell-result';
import type { ChosenRows } from '@/lib/studies/choose-rows';
import { requireStudyData, requireSurrogateData, type StudyData } from '@/lib/studies/study-data';
import { resolveStudyConfig } from '@/lib/studies/study-config';
import { requireImages } from '@/lib/studies/study-model';
import { planStudy, type PointTask } from '@/lib/studies/study-plan';
import type { EngineName } from '@/lib/surrogates/tensor-engine';
import { startCellRunner } from './cell-runner';
import { fingerprintData } from './data-fingerprint';
import { runCells } from './run-cells';

export interface StudyProgress {
  /** cells, those of an earlier attempt included */
  readonly done: number;
  readonly total: number;
  /** share of the estimated work that is done, 0 … 1; large fits weigh more */
  readonly share: number;
  /** from the pace so far; null before the first cell */
  readonly secondsLeft: number | null;
}

export interface StudyRun {
  readonly data: StudyData;
  readonly config: StudyConfig;
  /** null: the first that loads */
  readonly engine: EngineName | null;
  /** worker threads; one a core unless given */
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: StudyProgress) => void) | undefined;
  /**
   * Results of an earlier attempt, or of any other study, by key; these cells are not run again. A key names data,
   * engine and all that the cell depends on, so that those of other studies do no harm.
   */
  readonly finishedCells?: ReadonlyMap<string, CellResult> | undefined;
  /** keeps a result; the study waits for it */
  readonly onCell?: ((key: string, result: CellResult) => Promise<void>) | undefined;
  /** what a point was trained on; not called for finished cells */
  readonly onChosen?: ((task: PointTask, chosen: ChosenRows) => Promise<void>) | undefined;
}

/**
 * Runs a retrospective study to its report. The same data, configuration and engine give the same report, `seconds`
 * aside, with any number of threads and in whatever order cells finish.
 *
 * @throws AppError `bad-input` for data or a configuration that do not fit, `cancelled` on the signal
 */
export async function runStudy(run: StudyRun): Promise<StudyReport> {
  const startedAt = performance.now();
  const { data } = run;
  requireStudyData(data);
  const config = resolveStudyConfig(run.config);
  requireSurrogateData(config, data);
  requireImages(config, data.image);
  const fingerprints = fingerprintData(data, config);
  const plan = planStudy(config, data.pool.rows, fingerprints.surrogates);
  const runner = await startCellRunner(data, config, { engine: run.engine, threads: run.threads });
  try {
    const results = await runCells(run, runner, plan, `${fingerprints.data}/${runner.info.name}/`);
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
  } finally {
    await runner.close();
  }
}
