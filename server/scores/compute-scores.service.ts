import type { z } from 'zod';
import { AppError } from '@/lib/errors';
import { scoreByName } from '@/lib/scores/registry';
import type { Container } from '../container';
import type { JobContext } from '../jobs/job';
import { scoreEverywhere } from '../surrogates/shared-scoring.service';
import { surrogateFiles } from '../surrogates/surrogate-files';
import type { computeScoresJob } from './compute-scores.job';
import {
  areScored,
  completeScoreSet,
  findScoringInputs,
  listKnownLabels,
  listPoolRows,
  markScoreSets,
} from './scores.repository';

type Payload = z.infer<typeof computeScoresJob.payload>;

/** Scores every example with a finished surrogate, in one pass for all names; two where one must see the pool first. */
export async function computeScores(
  container: Container,
  { surrogateId, names }: Payload,
  context: JobContext,
): Promise<void> {
  const { db, blobs } = container;
  const inputs = await findScoringInputs(db, surrogateId);
  if (!inputs) throw new AppError('not-found', 'The surrogate to score with is not there any more.');
  const { projectId, rows, ridge, model, configuration, featureSet, featuresBlob } = inputs;
  const { parametersBlob, probabilitiesBlob } = inputs;
  const files = surrogateFiles(projectId, surrogateId);
  const scratch = `${files.folder}/parts/${context.jobId}`;
  // an earlier attempt may have got to the end but for cleaning up
  if (!(await areScored(db, surrogateId, names))) {
    await markScoreSets(db, surrogateId, names, 'running');
    const needLabels = names.some((name) => scoreByName(name).needs.includes('labels'));
    context.progress({ done: 0, total: rows, unit: 'examples', message: 'Scoring' });
    const methods = await scoreEverywhere(container, context, {
      surrogate: {
        ...{ model, configuration, parametersBlob, probabilitiesBlob, featuresBlob, featureSet },
      },
      ridge,
      names,
      knownLabels: needLabels ? await listKnownLabels(db, { projectId, rowLimit: rows }) : undefined,
      poolRows: await listPoolRows(db, { projectId, rowLimit: rows }),
      write: { probabilities: null, lastLayer: null },
      scoreBlob: (name) => files.score(name),
      scratch,
    });
    await db.$transaction(async (tx) => {
      await context.saveCheckpoint('scored', tx);
      for (const [index, name] of names.entries()) {
        const method = methods[index] ?? null;
        await completeScoreSet(tx, { surrogateId, name, matrixBlob: files.score(name), method });
      }
    });
  }
  await blobs.removeAll(scratch);
}

/** After a job that gave up: the score sets say so. Shards written so far are overwritten by the next try. */
export async function abandonScores(
  container: Container,
  { surrogateId, names }: Payload,
  outcome: 'failed' | 'cancelled',
): Promise<void> {
  await markScoreSets(container.db, surrogateId, names, outcome);
}
