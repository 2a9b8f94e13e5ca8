import { createHash } from 'node:crypto';
import { parseStudyConfig } from '@/lib/studies/study-config';
import type { Container } from '@/server/container';
import { report as readReport, start as startStudy } from '@/server/studies/studies.service';
import { createFashionProject } from '../support/fashion-project';
import { benchFleet } from './fleet-benchmark';

const SIZES = { seed: 0, pool: 4000, test: 1000 };
const CONFIG = parseStudyConfig({
  repeats: 4,
  fractions: [0.02, 0.05, 0.1, 0.2, 0.4],
  surrogates: [{ name: 'weak', labels: 200, ridge: 0.01 }],
  finalModel: { ridge: 0.01, norm: 'pool', tolerance: 1e-3 },
  strategies: ['max-gradient', 'gradient-cdf', 'power'],
  fullPool: false,
  equalLabels: false,
});
const FITS = 4 * (1 + 5 * 4);

/** One study on a fleet; the bytes of the report are the same. */
export function benchStudyFleet() {
  const title = `study of ${FITS} fits, Fashion-MNIST ${SIZES.pool.toLocaleString('en')} × 784`;
  return benchFleet({ title, rows: FITS, prepare });
}

async function prepare(container: Container, _folder: string, workers: number) {
  const { db } = container;
  const owner = { id: `owner-${workers}`, name: 'Ada', email: `ada-${workers}@bench.local` };
  await db.user.create({ data: owner });
  const createProject = (
    _: unknown,
    { name = '', classes = [] }: { name?: string; classes?: string[] } = {},
  ) =>
    db.project.create({
      data: { name, modality: 'features', classes, members: { create: { userId: owner.id, role: 'owner' } } },
      select: { id: true },
    });
  const { projectId, featureSetId } = await createFashionProject({ container, createProject }, owner, SIZES);
  let studyId = '';
  return {
    async begin() {
      const study = { projectId, featureSetId, name: 'study', config: CONFIG };
      ({ studyId } = await startStudy(container, study));
      return async () => (await db.study.findUniqueOrThrow({ where: { id: studyId } })).state;
    },
    async hash() {
      const report = await readReport(container, { projectId, studyId });
      return createHash('sha256')
        .update(JSON.stringify({ ...report, seconds: 0 }))
        .digest('hex');
    },
  };
}
