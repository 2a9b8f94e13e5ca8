import type { z } from 'zod';
import { AppError } from '@/lib/errors';
import { createMatrix } from '@/lib/numeric/matrix';
import { scoreByName } from '@/lib/scores/registry';
import type { Container } from '../container';
import type { JobContext } from '../jobs/job';
import { getFloat64 } from '../storage/float64-blob';
import { scorePass } from '../surrogates/score-pass.service';
import { surrogateFiles } from '../surrogates/surrogate-files';
import type { computeScoresJob } from './compute-scores.job';
import { completeScoreSet, findScoringInputs, listKnownLabels, markScoreSets } from './scores.repository';

type Payload = z.infer<typeof computeScoresJob.payload>;

/** Scores every example with a finished surrogate, in one pass for all names. */
export async function computeScores(
  container: Container,
  { surrogateId, names }: Payload,
  context: JobContext,
): Promise<void> {
  const { db, matrices, blobs } = container;
  const inputs = await findScoringInputs(db, surrogateId);
  if (!inputs) throw new AppError('not-found', 'The surrogate to score with is not there any more.');
  await markScoreSets(db, surrogateId, names, 'running');
  const { projectId, rows, featuresBlob, parametersBlob } = inputs;
  const definitions = names.map(scoreByName);
  const needLabels = definitions.some(({ needs }) => needs.includes('labels'));
  const parameters = await getFloat64(blobs, parametersBlob);
  const { columns } = await matrices.manifest(featuresBlob);

  const files = surrogateFiles(projectId, surrogateId);
  const writers = names.map((name) => matrices.writer(files.score(name), 1));
  for await (const { firstRow, scores } of scorePass(await container.engine(), matrices, {
    featuresBlob,
    parameters,
    classes: parameters.length / (columns + 1),
    definitions,
    knownLabels: needLabels ? await listKnownLabels(db, { projectId, rowLimit: rows }) : undefined,
    signal: context.signal,
  })) {
    let done = firstRow;
    for (const [index, values] of scores.entries()) {
      await writers[index]?.append(createMatrix(values, values.length, 1));
      done = firstRow + values.length;
    }
    context.progress({ done, total: rows, unit: 'examples', message: 'Scoring' });
  }
  for (const writer of writers) await writer.finish();
  await db.$transaction(async (tx) => {
    await context.saveCheckpoint('scored', tx);
    for (const name of names) {
      await completeScoreSet(tx, { surrogateId, name, matrixBlob: files.score(name) });
    }
  });
}

/** After a job that gave up: the score sets say so. Shards written so far are overwritten by the next try. */
export async function abandonScores(
  container: Container,
  { surrogateId, names }: Payload,
  outcome: 'failed' | 'cancelled',
): Promise<void> {
  await markScoreSets(container.db, surrogateId, names, outcome);
}
