import { stopIfAborted } from '../../datasets/ingest/ingest-writer';
import type { Container } from '../../container';
import type { JobContext, JobHandler } from '../../jobs/job';
import type { PlatformTask } from '../annotation-platform';
import type { OpenConnection } from '../open-connection.service';
import { openFound } from '../open-connection.service';
import { findConnectionById, updateConnection } from '../platforms.repository';
import { recordAnswers } from '../record-answers.service';
import { beginNextRounds } from './begin-next-rounds.service';
import { listEvents, lockConnection, removeEvents } from './events.repository';
import { listAnsweredTasks, listOpenTasks } from './open-batches.repository';
import type { SyncPayload } from './sync.job';
import { syncJob } from './sync.job';

const EVENTS_AT_ONCE = 1000;
const TASKS_AT_ONCE = 100;

/**
 * Makes the answers here those of the platform, by asking it: events only say what to ask about. It ends when no event is
 * left, so that none waits for the next.
 */
export const syncHandler: JobHandler<SyncPayload> = {
  definition: syncJob,

  async run(container, { connectionId, about }, context) {
    const connection = await findConnectionById(container.db, connectionId);
    if (!connection) return;
    const open = await openFound(container, connection);
    const asker = new Asker(container, open, context);
    if (about === 'all') await asker.askAboutAll();
    if (about === 'open') await asker.ask(await listOpenTasks(container.db, connection));
    for (let trains = false; ;) {
      const events = await listEvents(container.db, connectionId, EVENTS_AT_ONCE);
      if (events.length === 0) {
        await beginNextRounds(container, connectionId, { trains });
        if (await endedQuietly(container, connectionId, context)) return;
        trains = false;
        continue;
      }
      trains ||= events.some(({ train }) => train);
      const tasks = events.map(({ taskId }) => taskId);
      if (tasks.includes(null)) await asker.askAboutAll();
      else await asker.ask([...new Set(tasks.filter((task) => task !== null))]);
      await container.db.$transaction(async (tx) => {
        await context.saveCheckpoint(null, tx);
        await removeEvents(
          tx,
          events.map(({ id }) => id),
        );
      });
    }
  },

  async ended(container, { connectionId }) {
    const connection = await findConnectionById(container.db, connectionId);
    // The next look comes after the usual pause.
    if (connection) await updateConnection(container.db, connectionId, { askedAt: new Date() });
  },
};

/** Nobody can add an event meanwhile: whoever does finds no sync under way, and starts one. */
function endedQuietly(container: Container, connectionId: string, context: JobContext): Promise<boolean> {
  return container.db.$transaction(async (tx) => {
    if (!(await lockConnection(tx, connectionId))) return true;
    if ((await listEvents(tx, connectionId, 1)).length > 0) return false;
    await context.saveCheckpoint(null, tx);
    await updateConnection(tx, connectionId, { askedAt: new Date(), syncJobId: null });
    return true;
  });
}

class Asker {
  private asked = 0;

  constructor(
    private readonly container: Container,
    private readonly open: OpenConnection,
    private readonly context: JobContext,
  ) {}

  /** Tasks that are gone there keep their answers here: people gave them. */
  async ask(ids: readonly string[]): Promise<void> {
    for (let from = 0; from < ids.length; from += TASKS_AT_ONCE) {
      const { platform, of } = this.open;
      await this.record(await platform.tasks(of, ids.slice(from, from + TASKS_AT_ONCE)));
    }
  }

  /** Every task that is answered there; then those that are answered here alone. */
  async askAboutAll(): Promise<void> {
    const { platform, of, connection } = this.open;
    const seen = new Set<string>();
    let waiting: PlatformTask[] = [];
    for await (const task of platform.tasksAfter(of, null, { answeredOnly: true })) {
      seen.add(task.id);
      waiting.push(task);
      if (waiting.length < TASKS_AT_ONCE) continue;
      await this.record(waiting);
      waiting = [];
    }
    await this.record(waiting);
    const here = await listAnsweredTasks(this.container.db, connection);
    await this.ask(here.filter((id) => !seen.has(id)));
  }

  private async record(tasks: readonly PlatformTask[]): Promise<void> {
    stopIfAborted(this.context.signal);
    if (tasks.length === 0) return;
    await recordAnswers(this.container, this.open, tasks);
    this.asked += tasks.length;
    this.context.progress({ done: this.asked, unit: 'tasks', message: `Asking ${this.open.adapter.title}` });
  }
}
