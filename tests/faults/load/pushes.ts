import { LabelStudioStandIn, STAND_IN_TOKEN } from '../../support/label-studio-stand-in';
import type { ApiClient } from './api-client';
import { ProjectUser } from './project';

const TEXTS = 60;

export interface PushFigures {
  pushes: number;
  undone: number;
}

/**
 * Gives a batch to a labeling platform, looks whether each example is there exactly once and in order, takes it back, and
 * begins anew, until it is told to stop. The platform is a stand-in of this process; it is never killed.
 */
export class Pushes {
  private stopping = false;
  readonly figures: PushFigures = { pushes: 0, undone: 0 };

  private constructor(
    private readonly client: ApiClient,
    private readonly project: ProjectUser,
    private readonly batchId: string,
    private readonly stand: LabelStudioStandIn,
  ) {}

  static async begin(client: ApiClient, name: string): Promise<Pushes> {
    const stand = await new LabelStudioStandIn().start();
    const project = await ProjectUser.create(client, { name, modality: 'text', classes: ['ham', 'spam'] });
    const { projectId } = project;
    const lines = Array.from({ length: TEXTS }, (_, index) => JSON.stringify({ text: `own ${index}` }));
    const rules = { format: 'jsonl', split: { by: 'fixed', split: 'pool' } } as const;
    await project.ingest('own.jsonl', Buffer.from(lines.join('\n')), rules);
    await client.call('platforms.connect', {
      ...{ projectId, platform: 'label-studio', baseUrl: stand.url, token: STAND_IN_TOKEN },
      ...{ allowPrivate: true, externalProject: '1' },
    });
    await client.call('platforms.saveClasses', { projectId, classByChoice: { ham: 'ham', spam: 'spam' } });
    return new Pushes(client, project, await project.seedBatch(1, TEXTS), stand);
  }

  async work(): Promise<void> {
    const { projectId } = this.project;
    while (!this.stopping) {
      const push = await this.start();
      await this.project.done(push.jobId);
      this.figures.pushes++;
      this.requireOnce();
      const undone = await this.client.makeOnce(
        async () => {
          const own = (await this.list()).find(({ id }) => id === push.id);
          return own && (own.undoneAt !== null || own.jobId !== push.jobId) ? own : undefined;
        },
        async (impatient) => {
          const { jobId } = await impatient.call<{ jobId: string }>('platforms.undoPush', {
            projectId,
            pushId: push.id,
          });
          return { ...push, jobId };
        },
      );
      await this.project.done(undone.jobId);
      this.figures.undone++;
      if (this.stand.tasks.size > 0) throw new Error(`${this.stand.tasks.size} tasks stay after the undo.`);
    }
  }

  stop(): void {
    this.stopping = true;
  }

  async close(): Promise<void> {
    await this.stand.stop();
  }

  private start(): Promise<PushView> {
    const { projectId } = this.project;
    return this.client.makeOnce(
      // Not the newest one: which that is, is a matter of clocks.
      async () => (await this.list()).find(({ undoneAt }) => undoneAt === null),
      async (impatient) => {
        const { pushId, jobId } = await impatient.call<{ pushId: string; jobId: string }>('platforms.push', {
          projectId,
          batchId: this.batchId,
        });
        return { id: pushId, jobId, undoneAt: null };
      },
    );
  }

  private list(): Promise<PushView[]> {
    return this.client.query('platforms.pushes', { projectId: this.project.projectId });
  }

  /** Each example is one task with one prediction, and no two of them have the same place. */
  private requireOnce(): void {
    const tasks = [...this.stand.tasks.values()];
    const texts = new Set(tasks.map(({ data }) => data.text));
    const predictions = tasks.flatMap((task) => task.predictions);
    const places = new Set(predictions.map(({ score }) => score));
    const counts = [tasks.length, texts.size, predictions.length, places.size];
    if (counts.some((count) => count !== TEXTS)) {
      throw new Error(
        `A push of ${TEXTS} examples left ${tasks.length} tasks of ${texts.size} texts, ${predictions.length} predictions at ${places.size} places.`,
      );
    }
  }
}

interface PushView {
  readonly id: string;
  readonly jobId: string;
  readonly undoneAt: Date | null;
}
