import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import type { JobContext, JobHandler } from '../jobs/job';
import type { PlatformPrediction } from './annotation-platform';
import { refreshTarget, requireAll } from './class-mapping.service';
import type { OpenConnection } from './open-connection.service';
import { openConnection } from './open-connection.service';
import { findProjectFacts } from './platforms.repository';
import type { PushPayload } from './push.job';
import { pushJob } from './push.job';
import type { PlatformPush, PushItem } from './pushes.repository';
import { findProbabilities, findPush, listOpenItems, updatePush, updatePushOf } from './pushes.repository';
import { confirmedClasses } from './record-answers.service';
import { ensureTasks, stopIfAborted } from './tasks-of-batch';
import { findTasksOfPush } from './tasks.repository';

const PREDICTIONS_AT_ONCE = 500;
/** Requests of a killed worker may arrive after the count; then it is done again. */
const ROUNDS = 3;

/** The list that annotators find in the platform; there is one of it, and it always shows the newest batch. */
export const VIEW_TITLE = 'Label next (Winnow)';

export const pushHandler: JobHandler<PushPayload> = {
  definition: pushJob,

  async run(container, { pushId }, context) {
    const push = await findPush(container.db, pushId);
    if (!push || push.state === 'done') return;
    const opened = await openConnection(container, push.connection.projectId);
    const { target } = await refreshTarget(container, opened);
    requireAll(target, confirmedClasses(opened.connection));
    const open = { ...opened, of: { ...opened.of, target } };
    if (push.state === 'queued' && !(await begin(container, open, push, context))) return;
    const items = await listOpenItems(container.db, push.connection.projectId, push.batchId);
    const taskOfKey = await ensureTasks({ container, open, push, context }, items);
    const predictions = await predict(container, { open, push, items, taskOfKey });
    await pushPredictions(open, push, predictions, context);
    await open.platform.setCurrentVersion(open.of.project, push.modelVersion);
    const view = { title: VIEW_TITLE, modelVersion: push.modelVersion };
    const viewId = await open.platform.saveView(open.of.project, view);
    const imported = await findTasksOfPush(container.db, open.connection.id, pushId);
    await updatePushOf(
      container.db,
      { pushId, jobId: context.jobId },
      {
        state: 'done',
        viewId,
        pushedCount: items.length,
        importedCount: imported.length,
        finishedAt: new Date(),
      },
    );
  },

  async ended(container, { pushId }, outcome) {
    const push = await findPush(container.db, pushId);
    if (!push || push.state === 'done') return;
    await updatePush(container.db, pushId, { state: outcome, finishedAt: new Date() });
  },
};

/** What ordered the tasks before is noted before anything there changes. */
async function begin(
  container: Container,
  { platform, of }: OpenConnection,
  push: PlatformPush,
  { jobId }: JobContext,
): Promise<boolean> {
  const current = await platform.currentVersion(of.project);
  const formerVersion = current === push.modelVersion ? push.formerVersion : current;
  return updatePushOf(container.db, { pushId: push.id, jobId }, { state: 'running', formerVersion });
}

/** A prediction for each example: scores rise along the batch, so that the lowest is labeled first. */
async function predict(
  container: Container,
  input: {
    open: OpenConnection;
    push: PlatformPush;
    items: readonly PushItem[];
    taskOfKey: ReadonlyMap<string, string>;
  },
): Promise<PlatformPrediction[]> {
  const { open, push, items, taskOfKey } = input;
  const guesses = push.showGuess ? await guess(container, open, push, items) : null;
  return items.map(({ key }, index) => ({
    taskId: taskOfKey.get(key) ?? '',
    score: Number(((index + 1) / (items.length + 1)).toFixed(9)),
    choice: guesses?.[index] ?? null,
  }));
}

/** The likeliest class of each as a choice; null for classes that no choice stands for, and without a model. */
async function guess(
  container: Container,
  { connection, of }: OpenConnection,
  { batchId }: PlatformPush,
  items: readonly PushItem[],
): Promise<(string | null)[] | null> {
  const blob = await findProbabilities(container.db, batchId);
  if (blob === null) return null;
  const { classes } = await findProjectFacts(container.db, connection.projectId);
  const classByChoice = confirmedClasses(connection);
  const choiceOf = (name: string | undefined) =>
    of.target.choices.find(({ value }) => name !== undefined && classByChoice[value] === name)?.value ?? null;
  const rows = items.map(({ row }) => row);
  const { data, columns } = await container.matrices.readRows(blob, rows);
  return rows.map((_, index) => {
    const probabilities = data.subarray(index * columns, (index + 1) * columns);
    return choiceOf(classes[probabilities.indexOf(Math.max(...probabilities))]);
  });
}

/** All of them or an error, and none twice: what an attempt that was killed had sent is removed first. */
async function pushPredictions(
  { platform, of, adapter: { title } }: OpenConnection,
  { modelVersion }: PlatformPush,
  predictions: readonly PlatformPrediction[],
  context: JobContext,
): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    if ((await platform.countPredictions(of.project, modelVersion)) > 0) {
      await platform.removePredictions(of.project, modelVersion);
    }
    for (let start = 0; start < predictions.length; start += PREDICTIONS_AT_ONCE) {
      stopIfAborted(context);
      const chunk = predictions.slice(start, start + PREDICTIONS_AT_ONCE);
      await platform.pushPredictions(of, modelVersion, chunk);
      context.progress({
        done: start + chunk.length,
        total: predictions.length,
        unit: 'predictions',
        message: `Putting the tasks of ${title} in order`,
      });
    }
    if ((await platform.countPredictions(of.project, modelVersion)) === predictions.length) return;
  }
  throw new AppError(
    'unavailable',
    `${title} does not hold the ${predictions.length} predictions that were sent.`,
    'Look whether somebody else changes the project at this moment, and push again.',
  );
}
