import type { Container } from '../container';
import type { JobContext, JobHandler } from '../jobs/job';
import type { OpenConnection } from './open-connection.service';
import { openConnection } from './open-connection.service';
import { countTasks } from './platforms.repository';
import { VIEW_TITLE } from './push.handler';
import type { PushPayload } from './push.job';
import { undoPushJob } from './push.job';
import type { PlatformPush } from './pushes.repository';
import { findPush, listPushRows, skipVersion, updatePush, updatePushOf } from './pushes.repository';
import { adoptOwnTasks, stopIfAborted } from './tasks-of-batch';
import { findTasksOfPush, unlinkTasks } from './tasks.repository';

const TASKS_AT_ONCE = 100;

/** Takes back what a push made there, and nothing else: tasks that people have answered meanwhile stay with their answers. */
export const undoPushHandler: JobHandler<PushPayload> = {
  definition: undoPushJob,

  async run(container, { pushId }, context) {
    const push = await findPush(container.db, pushId);
    if (!push || push.undoneAt !== null) return;
    const open = await openConnection(container, push.connection.projectId);
    const { platform, of } = open;
    const own = { pushId, jobId: context.jobId };
    if (!(await updatePushOf(container.db, own, { state: 'running' }))) return;
    // First, because removing the predictions of the current version would leave none.
    if ((await platform.currentVersion(of.project)) === push.modelVersion) {
      await platform.setCurrentVersion(of.project, push.formerVersion);
    }
    await platform.removePredictions(of.project, push.modelVersion);
    const kept = await removeTasks(container, open, push, context);
    await restoreView(container, open, push);
    await container.db.$transaction(async (tx) => {
      const at = new Date();
      const last = { state: 'done', importedCount: kept, undoneAt: at, finishedAt: at } as const;
      if (await updatePushOf(tx, own, last)) await skipVersion(tx, push);
    });
  },

  async ended(container, { pushId }, outcome) {
    const push = await findPush(container.db, pushId);
    if (!push || push.undoneAt !== null) return;
    await updatePush(container.db, pushId, { state: outcome, finishedAt: new Date() });
  },
};

/** Removes the tasks that were made for the push. Returns how many stay since they were answered. */
async function removeTasks(
  container: Container,
  open: OpenConnection,
  push: PlatformPush,
  context: JobContext,
): Promise<number> {
  const { connection, platform, of } = open;
  const { tasks } = await platform.describeProject(of.project);
  // A push that was killed may have made tasks that nobody noted.
  if (tasks > (await countTasks(container.db, connection.id))) {
    await adoptOwnTasks({ container, open, push, context });
  }
  const ids = await findTasksOfPush(container.db, connection.id, push.id);
  let kept = 0;
  for (let start = 0; start < ids.length; start += TASKS_AT_ONCE) {
    stopIfAborted(context);
    const chunk = ids.slice(start, start + TASKS_AT_ONCE);
    const living = await platform.tasks(of, chunk);
    const answered = new Set(living.filter(({ annotations }) => annotations.length > 0).map(({ id }) => id));
    const removable = chunk.filter((id) => !answered.has(id));
    await platform.removeTasks(of.project, removable);
    await unlinkTasks(container.db, connection.id, removable);
    kept += answered.size;
    context.progress({
      done: start + chunk.length,
      total: ids.length,
      unit: 'tasks',
      message: 'Removing tasks',
    });
  }
  return kept;
}

/** The list shows the newest batch that is still pushed, and goes with the last one. */
async function restoreView(
  container: Container,
  { connection, platform, of }: OpenConnection,
  push: PlatformPush,
): Promise<void> {
  const others = await listPushRows(container.db, connection.id);
  const left = others.find(
    ({ id, state, undoneAt }) => id !== push.id && state === 'done' && undoneAt === null,
  );
  const modelVersion = left?.modelVersion ?? push.modelVersion;
  // Found by its title, since a push that was killed did not note it.
  const viewId = await platform.saveView(of.project, { title: VIEW_TITLE, modelVersion });
  if (!left) await platform.removeView(viewId);
}
