import { copyFile, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFashionZip } from '../../support/fashion-zip';
import { OutsideView } from '../invariants/outside-view';
import { checkStages } from '../invariants/stages';
import { StoredFiles } from '../invariants/stored-files';
import { Violations } from '../invariants/violations';
import { ApiClient } from '../load/api-client';
import { Ledger } from '../load/ledger';
import { answerByTruth } from '../load/pipeline';
import { ProjectUser } from '../load/project';
import { KeptPostgres } from '../processes/kept-postgres';
import { Winnow } from '../processes/winnow';
import type { Scenario, ScenarioRun } from '../scenario';
import { recordFault } from '../scenario';

/** What may become of a file behind Winnow's back. */
const DAMAGES: Readonly<Record<string, (path: string, place: number) => Promise<void>>> = {
  'one bit turned': async (path, place) => {
    const bytes = await readFile(path);
    bytes[place] = (bytes[place] as number) ^ 1;
    await writeFile(path, bytes);
  },
  'cut in half': async (path) => truncate(path, (await readFile(path)).length >> 1),
  removed: (path) => rm(path),
};

/** Stored files are damaged: whoever reads them is told which, nothing is computed of them, and once mended all goes on. */
export const damage: Scenario = {
  name: 'damage',
  title: 'stored files altered, cut and removed',
  async run(run) {
    const postgres = await KeptPostgres.start(join(run.folder, 'postgres'));
    const winnow = await Winnow.start({ folder: run.folder, databaseUrl: postgres.url, workers: 0 });
    const view = OutsideView.of(postgres.url);
    try {
      await damageAndMend(run, winnow, view);
    } finally {
      await view.close();
      await winnow.stop();
      await postgres.stop();
    }
  },
};

async function damageAndMend(run: ScenarioRun, winnow: Winnow, view: OutsideView): Promise<void> {
  const files = new StoredFiles(winnow.blobFolder);
  const owner = await ApiClient.signIn(await winnow.signInLink(), { requests: 0, unanswered: 0 });
  const project = await ProjectUser.create(owner, { name: 'Damaged', modality: 'image', classes: [] });
  const zipPath = join(run.folder, 'pets.zip');
  const zip = await writeFashionZip(zipPath, { pool: 20, test: 10 });
  await project.ingest('pets.zip', await readFile(zipPath), { format: 'zip', split: { by: 'folder' } });
  const { classes } = await project.get<{ classes: string[] }>('');
  const features = await project.post<{ featureSetId: string; jobId: string }>('/features', {
    extractor: 'pixels',
    configuration: { size: 14 },
  });
  await project.done(features.jobId);
  const batchId = await project.seedBatch(1, 24);
  await answerByTruth(project, { batchId, classes, zip, ledger: new Ledger() });

  const { featureSetId } = features;
  const [{ matrixBlob } = { matrixBlob: '' }] = await view.query<{ matrixBlob: string }>(
    'SELECT "matrixBlob" FROM "FeatureSet" WHERE "id" = $1',
    [featureSetId],
  );
  const shard = (await files.manifest(matrixBlob)).shards[0]?.key ?? '';
  // The last one of its file, so that every damage is its own.
  const [last] = await view.query<{ originalBlob: string; row: number }>(
    `SELECT "originalBlob", "row" FROM "Example" ORDER BY "row" DESC LIMIT 1`,
  );
  const [original = '', stretch = ''] = last?.originalBlob.split('#') ?? [];
  const insideOriginal = Number.parseInt(stretch) + 40;
  const train = async (ridge: number) => {
    const { jobId } = await project.post<{ jobId: string }>('/surrogates', { featureSetId, ridge });
    await project.done(jobId);
  };
  const look = () =>
    owner.countedBy({ requests: 0, unanswered: 0 }, 0).text(`${project.path}/examples/${last?.row}/image`);

  let ridge = 1;
  for (const [how, strike] of Object.entries(DAMAGES)) {
    const trainThis = () => train(ridge);
    for (const damaged of [
      { victim: 'a file of features', key: shard, during: 'train-surrogate', place: 40, use: trainThis },
      {
        victim: 'a manifest',
        key: `${matrixBlob}/manifest.json`,
        during: 'train-surrogate',
        place: 40,
        use: trainThis,
      },
      {
        victim: 'a file of images',
        key: original,
        during: 'looking at an image',
        place: insideOriginal,
        use: look,
      },
    ]) {
      const path = files.pathOf(damaged.key);
      const copy = join(run.folder, 'copy');
      await copyFile(path, copy);
      await strike(path, damaged.place);
      requireNamed(damaged.key, how, await thrownBy(damaged.use));
      await copyFile(copy, path);
      const mendedAt = performance.now();
      await damaged.use();
      const recoverySeconds = (performance.now() - mendedAt) / 1000;
      recordFault(run, { victim: damaged.victim, how, during: damaged.during, recoverySeconds });
      const violations = new Violations();
      await checkStages(view, new StoredFiles(winnow.blobFolder), violations);
      violations.throwIfAny();
      ridge /= 2;
    }
  }
}

async function thrownBy(use: () => Promise<unknown>): Promise<string> {
  try {
    await use();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'nothing went wrong';
}

function requireNamed(key: string, how: string, said: string): void {
  if (said.includes(key)) return;
  throw new Error(`${key}, ${how}, is not named by what is said of it: ${said}`);
}
