import type { StudyConfig } from '@/lib/contracts/study';
import { requireStudyData, requireSurrogateData, type StudyData } from '@/lib/studies/study-data';
import { resolveStudyConfig } from '@/lib/studies/study-config';
import { requireImages } from '@/lib/studies/study-model';
import { planStudy, type StudyPlan } from '@/lib/studies/study-plan';
import type { EngineName } from '@/lib/surrogates/tensor-engine';
import { startCellRunner, type CellRunner } from './cell-runner';
import { fingerprintData } from './data-fingerprint';

/** What a study is made of. */
export interface StudySource {
  readonly data: StudyData;
  readonly config: StudyConfig;
  /** null: the first that loads */
  readonly engine: EngineName | null;
  /** worker threads; one a core unless given */
  readonly threads?: number | undefined;
}

/** A study whose cells can be run. */
export interface OpenStudy {
  readonly data: StudyData;
  readonly plan: StudyPlan;
  /** in front of every key that goes to or comes from the world: data and engine */
  readonly scope: string;
  readonly runner: CellRunner;
}

/**
 * Lays a study out and starts what runs its cells; close the runner in the end.
 *
 * @throws AppError `bad-input` for data or a configuration that do not fit
 */
export async function openStudy({ data, engine, threads, ...source }: StudySource): Promise<OpenStudy> {
  requireStudyData(data);
  const config = resolveStudyConfig(source.config);
  requireSurrogateData(config, data);
  requireImages(config, data.image);
  const fingerprints = fingerprintData(data, config);
  const plan = planStudy(config, data.pool.rows, fingerprints.surrogates);
  const runner = await startCellRunner(data, config, { engine, threads });
  return { data, plan, scope: `${fingerprints.data}/${runner.info.name}/`, runner };
}
