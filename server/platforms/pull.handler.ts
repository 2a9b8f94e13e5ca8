import { pullRequestSchema } from '@/lib/contracts/ingest';
import type { Container } from '../container';
import type { Candidate } from '../datasets/ingest/candidate';
import { stopIfAborted } from '../datasets/ingest/ingest-writer';
import { abandonIngest, runIngest } from '../datasets/ingest/run-ingest';
import { findIngest } from '../datasets/ingest.repository';
import type { Ingest } from '../db/generated/client';
import type { JobContext, JobHandler } from '../jobs/job';
import type { PlatformTask } from './annotation-platform';
import type { OpenConnection } from './open-connection.service';
import { openConnection } from './open-connection.service';
import { countTasks, findConnection } from './platforms.repository';
import type { PullPayload } from './pull.job';
import { pullJob } from './pull.job';
import { confirmedClasses, recordAnswers } from './record-answers.service';
import { taskCandidates } from './task-candidates';
import { findKnownTasks, linkTasks, unlinkWithoutExample } from './tasks.repository';

/** Tasks that are brought in, and whose answers are brought in, with one commit. */
const AT_ONCE = 100;

export const pullHandler: JobHandler<PullPayload> = {
  definition: pullJob,

  async run(container, { ingestId }, context) {
    const ingest = await findIngest(container.db, ingestId);
    if (!ingest) return;
    const open = await openConnection(container, ingest.projectId);
    if (ingest.state !== 'done') await pullTasks(container, ingest, open, context);
    await pullAnswers(container, open, context);
  },

  async ended(container, { ingestId }, outcome) {
    const ingest = await findIngest(container.db, ingestId);
    if (!ingest || ingest.state === 'done') return;
    await abandonIngest(container, ingest, outcome);
    const connection = await findConnection(container.db, ingest.projectId);
    if (connection) await unlinkWithoutExample(container.db, connection);
  },
};

async function pullTasks(
  container: Container,
  ingest: Ingest,
  open: OpenConnection,
  context: JobContext,
): Promise<void> {
  const { connection, platform, of } = open;
  const { groundTruth } = pullRequestSchema.parse(ingest.request);
  const { host } = new URL(connection.baseUrl);
  const { tasks } = await platform.describeProject(of.project);
  const linked = await countTasks(container.db, connection.id);
  await runIngest(container, {
    ingest,
    context,
    // Each task names its own split.
    rules: { split: { by: 'column', column: 'split' }, addClasses: false },
    batchItems: AT_ONCE,
    mayBeEmpty: tasks === 0 || linked > 0,
    open: () =>
      taskCandidates({
        platform,
        of,
        remaining: Math.max(0, tasks - linked),
        known: (taskIds) => findKnownTasks(container.db, connection, taskIds),
        keyOf: (taskId) => `${host}/projects/${of.project}/task ${taskId}`,
        place: placeBy(confirmedClasses(connection), groundTruth),
      }),
    onPlaced: (tx, placed) =>
      linkTasks(
        tx,
        connection.id,
        placed.flatMap(({ cursor, exampleKey }) =>
          cursor === null ? [] : [{ taskId: cursor, key: exampleKey }],
        ),
      ),
  });
}

/** Labeled tasks are seed, or test where the owner wants what is ground truth to measure; all others are the pool. */
function placeBy(classByChoice: Record<string, string | null>, groundTruth: 'test' | 'seed') {
  return ({ annotations }: PlatformTask): Pick<Candidate, 'label' | 'splitName'> => {
    const named = annotations.flatMap((annotation) => {
      const name = annotation.choice === null || annotation.skipped ? null : classByChoice[annotation.choice];
      return name ? [{ name, truth: annotation.groundTruth, at: annotation.updatedAt.getTime() }] : [];
    });
    const truths = named.filter(({ truth }) => truth).sort((one, other) => other.at - one.at);
    const [newest] = truths;
    if (newest && groundTruth === 'test') return { splitName: 'test', label: { name: newest.name } };
    return { splitName: named.length > 0 ? 'seed' : 'pool', label: null };
  };
}

async function pullAnswers(container: Container, open: OpenConnection, context: JobContext): Promise<void> {
  const { platform, of } = open;
  let waiting: PlatformTask[] = [];
  let done = 0;
  const record = async () => {
    stopIfAborted(context.signal);
    await recordAnswers(container, open, waiting);
    done += waiting.length;
    waiting = [];
    context.progress({ done, unit: 'answered tasks', message: 'Bringing the answers up to date' });
  };
  for await (const task of platform.tasksAfter(of, null, { answeredOnly: true })) {
    waiting.push(task);
    if (waiting.length === AT_ONCE) await record();
  }
  if (waiting.length > 0) await record();
}
