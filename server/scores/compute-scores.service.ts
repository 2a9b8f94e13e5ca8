import type { z } from 'zod';
import { AppError } from '@/lib/errors';
import { createMatrix } from '@/lib/numeric/matrix';
import { scoreByName } from '@/lib/scores/registry';
import type { Container } from '../container';
import type { JobContext } from '../jobs/job';
import type { MatrixWriter } from '../storage/matrix-store';
import { openSurrogate } from '../surrogates/open-surrogate.service';
import { scorePass, surveyPass } from '../surrogates/score-pass.service';
import { surrogateFiles } from '../surrogates/surrogate-files';
import type { computeScoresJob } from './compute-scores.job';
import {
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
  const { db, matrices } = container;
  const inputs = await findScoringInputs(db, surrogateId);
  if (!inputs) throw new AppError('not-found', 'The surrogate to score with is not there any more.');
  await markScoreSets(db, surrogateId, names, 'running');
  const { projectId, rows, ridge } = inputs;
  const started = names.map(scoreByName).map((score) => ({ score, run: score.begin() }));
  const needLabels = started.some(({ score }) => score.needs.includes('labels'));
  const knownLabels = needLabels ? await listKnownLabels(db, { projectId, rowLimit: rows }) : undefined;
  const poolRows = await listPoolRows(db, { projectId, rowLimit: rows });
  const files = surrogateFiles(projectId, surrogateId);
  const opened = await openSurrogate(container, inputs);
  try {
    const pass = { model: opened.model, scores: started, ridge, knownLabels, signal: context.signal };
    context.progress({ done: 0, total: rows, unit: 'examples', message: 'Scoring' });
    await surveyPass({ ...pass, poolRows });
    const writers = started.map(({ score, run }) =>
      openWriter(matrices.writer(files.score(score.name), 1), run.finish, rows),
    );
    for await (const { firstRow, probabilities, scores } of scorePass(pass)) {
      for (const [index, values] of scores.entries()) await writers[index]?.append(values);
      const done = firstRow + probabilities.rows;
      context.progress({ done, total: rows, unit: 'examples', message: 'Scoring' });
    }
    for (const writer of writers) await writer.finish();
  } finally {
    await opened.dispose();
  }
  await db.$transaction(async (tx) => {
    await context.saveCheckpoint('scored', tx);
    for (const { score, run } of started) {
      const { name } = score;
      const method = run.method?.() ?? null;
      await completeScoreSet(tx, { surrogateId, name, matrixBlob: files.score(name), method });
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

/** Writes shards as they come, or, where the values of the whole pool are made over at the end, all of them then. */
function openWriter(
  writer: MatrixWriter,
  finish: ((values: Float32Array) => Float32Array) | undefined,
  rows: number,
) {
  const write = (values: Float32Array) => writer.append(createMatrix(values, values.length, 1));
  if (!finish) return { append: write, finish: () => writer.finish() };
  const all = new Float32Array(rows);
  let count = 0;
  return {
    append: (values: Float32Array) => {
      all.set(values, count);
      count += values.length;
      return Promise.resolve();
    },
    finish: async () => {
      await write(finish(all.subarray(0, count)));
      await writer.finish();
    },
  };
}
