import { studyConfigSchema, type StudyConfig } from '@/lib/contracts/study';
import { AppError } from '@/lib/errors';
import type { StudyData } from '@/lib/studies/study-data';
import { shareStudy, type StudyShares } from '@/lib/studies/study-shares';
import type { Container } from '../container';
import { imageShapeOf } from '../features/image-shape';
import { openStudy, type OpenStudy } from './open-study';
import { BlobScoredPools, type ScoredPools } from './scored-pools';
import { findStudyInputs } from './studies.repository';
import { getStudyExamples } from './study-examples';
import { studyFiles } from './study-files';

/** A study of the app as one worker has it before it: what all parts that are done here have in common. */
export interface StudyBench {
  readonly study: OpenStudy;
  readonly shares: StudyShares;
  readonly scoredPools: ScoredPools;
}

/** Its data and threads are dear to set up, and parts come one soon after the other. */
const IDLE_MS = 20_000;

interface OpenBench {
  readonly bench: Promise<StudyBench>;
  users: number;
  timer: NodeJS.Timeout | null;
}

const open = new Map<string, OpenBench>();

/** Opens a study, or takes the bench that others use here or used of late. */
export async function withStudyBench<Result>(
  container: Container,
  studyId: string,
  work: (bench: StudyBench) => Promise<Result>,
): Promise<Result> {
  const entry = open.get(studyId) ?? begin(container, studyId);
  entry.users += 1;
  if (entry.timer) clearTimeout(entry.timer);
  entry.timer = null;
  try {
    return await work(await entry.bench);
  } finally {
    entry.users -= 1;
    const isIdle = entry.users === 0 && open.get(studyId) === entry;
    if (isIdle) entry.timer = setTimeout(() => void close(studyId, entry), IDLE_MS).unref();
  }
}

function begin(container: Container, studyId: string): OpenBench {
  const entry: OpenBench = { bench: openBench(container, studyId), users: 0, timer: null };
  open.set(studyId, entry);
  // the next one tries again
  entry.bench.catch(() => open.get(studyId) === entry && open.delete(studyId));
  return entry;
}

/** Closes the benches that nobody is at. */
export async function closeIdleBenches(): Promise<void> {
  const idle = [...open].filter(([, { users }]) => users === 0);
  await Promise.all(idle.map(([studyId, entry]) => close(studyId, entry)));
}

async function close(studyId: string, entry: OpenBench): Promise<void> {
  if (entry.timer) clearTimeout(entry.timer);
  open.delete(studyId);
  const bench = await entry.bench.catch(() => null);
  await bench?.study.runner.close();
}

async function openBench(container: Container, studyId: string): Promise<StudyBench> {
  const inputs = await findStudyInputs(container.db, studyId);
  if (!inputs) throw new AppError('not-found', 'The study to run is not there any more.');
  const { study, featureSet, featuresBlob, classes } = inputs;
  const files = studyFiles(study.projectId, studyId);
  const data = await readStudyData(container, files.examples, featuresBlob, classes);
  const config: StudyConfig = studyConfigSchema.parse(study.configuration);
  const opened = await openStudy({
    data: { ...data, image: imageShapeOf(featureSet) },
    config,
    engine: container.env.engine,
  });
  return {
    study: opened,
    shares: shareStudy(opened.plan, data.pool.rows),
    scoredPools: new BlobScoredPools(container.blobs, container.matrices, files.scoredPools),
  };
}

async function readStudyData(
  container: Container,
  examplesBlob: string,
  featuresBlob: string,
  classes: number,
): Promise<StudyData> {
  const { pool, test } = await getStudyExamples(container.blobs, examplesBlob);
  const rowsOf = (part: typeof pool) => Int32Array.from(part, ({ row }) => row);
  const labelsOf = (part: typeof pool) => Int32Array.from(part, ({ label }) => label);
  return {
    pool: await container.matrices.readRows(featuresBlob, rowsOf(pool)),
    labels: labelsOf(pool),
    test: await container.matrices.readRows(featuresBlob, rowsOf(test)),
    testLabels: labelsOf(test),
    classes,
  };
}
