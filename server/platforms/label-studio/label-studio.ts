import { z } from 'zod';
import type { LabelTarget, PlatformProject } from '@/lib/contracts/platform';
import { AppError } from '@/lib/errors';
import type {
  AnnotationPlatform,
  PlatformAdapter,
  PlatformAddress,
  PlatformHook,
  PlatformPrediction,
  PlatformTask,
  PlatformView,
  ProjectTarget,
  TaskOrigin,
} from '../annotation-platform';
import { HOOK_SECRET_HEADER } from '../annotation-platform';
import { checkPredictions } from '../check-predictions';
import type { ClientOptions, HttpClient } from '../http/http-client';
import { labelStudioClient } from './client';
import { labelTarget } from './label-target';
import { taskMedia } from './media';
import { toPrediction } from './predictions';
import { multipart } from './multipart';
import { readEvent } from './read-event';
import { ownMeta, readTask } from './read-task';
import * as schemas from './schemas';
import { viewOfBatch } from './view-of-batch';

/** The oldest release whose API has what Winnow uses: removing the predictions of one model version. */
const OLDEST_VERSION = [1, 8] as const;
const PAGE_SIZE = 100;
/** Larger projects' lists are read in so many pages at most. */
const MAXIMUM_PROJECTS = 1000;

export const labelStudio: PlatformAdapter = {
  name: 'label-studio',
  title: 'Label Studio',
  description: 'Community or Enterprise, on your own machine or hosted.',
  experimental: null,
  addressExample: 'https://label-studio.example.org',
  tokenHint: 'Account & Settings → Personal Access Token; a legacy token works where it is turned on.',
  listHint: 'Annotators find the batch as the list “Label next (Winnow)” in the Data Manager, in its order.',
  marksGroundTruth: true,
  modelHint: 'Settings → Model → Connect Model there, with this address and Basic authentication.',
  hook: {
    secretIn: 'header',
    byHand: 'Settings → Webhooks → Add Webhook, with this address, this header, and “Send payload” on.',
  },
  projectUrl: (baseUrl, project) => `${baseUrl}/projects/${project}/data`,
  listUrl: (baseUrl, project, { viewId }) => `${baseUrl}/projects/${project}/data?tab=${viewId}`,
  readEvent,
  connect: (address) => new LabelStudio(address),
};

/** Label Studio's HTTP API as the port wants it. docs/platforms.md has what was found out about it. */
export class LabelStudio implements AnnotationPlatform {
  private readonly client: HttpClient;

  constructor(address: PlatformAddress, options: Partial<ClientOptions> = {}) {
    this.client = labelStudioClient(address, options);
  }

  async check(): Promise<{ version: string; user: string }> {
    const { release } = await this.client.json(schemas.versionSchema, {
      method: 'GET',
      path: 'api/version/',
      anonymous: true,
    });
    requireVersion(release);
    const { email, username } = await this.client.json(schemas.whoAmISchema, {
      method: 'GET',
      path: 'api/current-user/whoami',
    });
    return { version: release, user: email || username };
  }

  async listProjects(): Promise<PlatformProject[]> {
    const projects: PlatformProject[] = [];
    for (let page = 1; projects.length < MAXIMUM_PROJECTS; page++) {
      const path = `api/projects/?page=${page}&page_size=${PAGE_SIZE}`;
      const { count, results } = await this.client.json(schemas.projectPageSchema, { method: 'GET', path });
      projects.push(...results.map(toProject));
      if (results.length === 0 || projects.length >= count) break;
    }
    return projects;
  }

  async describeProject(project: string): Promise<PlatformProject & { target: LabelTarget }> {
    const found = await this.project(project);
    const view = toProject(found);
    const target = labelTarget(view.title, found.label_config ?? '', found.parsed_label_config ?? {});
    return { ...view, target };
  }

  async *tasksAfter(
    { project, target }: ProjectTarget,
    taskId: string | null,
    { answeredOnly } = { answeredOnly: false },
  ): AsyncGenerator<PlatformTask> {
    for (let after = Number(taskId ?? 0); ;) {
      const items = [
        greater('tasks:id', after),
        ...(answeredOnly ? [greater('tasks:total_annotations', 0)] : []),
      ];
      const query = { filters: { conjunction: 'and', items }, ordering: ['tasks:id'] };
      const tasks = await this.queryTasks(project, query);
      for (const task of tasks) yield readTask(task, target);
      const last = tasks.at(-1);
      if (!last || tasks.length < PAGE_SIZE) return;
      after = last.id;
    }
  }

  async tasks({ project, target }: ProjectTarget, ids: readonly string[]): Promise<PlatformTask[]> {
    const found: PlatformTask[] = [];
    for (let start = 0; start < ids.length; start += PAGE_SIZE) {
      const included = ids.slice(start, start + PAGE_SIZE).map(Number);
      const tasks = await this.queryTasks(project, { selectedItems: { all: false, included } });
      found.push(...tasks.map((task) => readTask(task, target)));
    }
    return found;
  }

  media(task: PlatformTask, maximumBytes: number): Promise<Buffer> {
    return taskMedia(this.client, task, maximumBytes);
  }

  async importTexts(
    { project, target }: ProjectTarget,
    texts: readonly { origin: TaskOrigin; text: string }[],
  ): Promise<string[]> {
    const body = texts.map(({ origin, text }) => ({
      data: { [target.dataKey]: text },
      meta: ownMeta(origin),
    }));
    return this.importTasks(project, body);
  }

  async importImage(
    { project, target }: ProjectTarget,
    { origin, fileName, bytes }: { origin: TaskOrigin; fileName: string; bytes: Buffer },
  ): Promise<string> {
    const { file_upload_ids: ids } = await this.client.json(
      z.object({ file_upload_ids: z.array(z.number()) }),
      {
        method: 'POST',
        path: `api/projects/${project}/import?commit_to_project=false`,
        file: multipart(fileName, bytes),
      },
    );
    const { file } = await this.client.json(z.object({ file: z.string() }), {
      method: 'GET',
      path: `api/import/file-upload/${ids[0]}`,
    });
    const image = file.startsWith('/') ? file : `/data/${file}`;
    const [taskId] = await this.importTasks(project, [
      { data: { [target.dataKey]: image }, meta: ownMeta(origin) },
    ]);
    return taskId as string;
  }

  async removeTasks(project: string, ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      await this.client.remove(`api/tasks/${id}/`);
    }
  }

  async pushPredictions(
    { project, target }: ProjectTarget,
    modelVersion: string,
    predictions: readonly PlatformPrediction[],
  ): Promise<void> {
    checkPredictions(predictions, target);
    const { created } = await this.client.json(schemas.createdSchema, {
      method: 'POST',
      path: `api/projects/${project}/import/predictions`,
      body: predictions.map((prediction) => toPrediction(prediction, target, modelVersion)),
    });
    if (created === predictions.length) return;
    // It leaves out without a word what it does not like.
    throw new AppError(
      'conflict',
      `Label Studio took ${created} of ${predictions.length} predictions.`,
      'Tasks may have been deleted there, or the labeling interface changed: check the connection and push again.',
    );
  }

  async countPredictions(project: string, modelVersion: string): Promise<number> {
    const versions = await this.client.json(schemas.modelVersionsSchema, {
      method: 'GET',
      path: `api/projects/${project}/model-versions/`,
    });
    return versions[modelVersion] ?? 0;
  }

  async removePredictions(project: string, modelVersion: string): Promise<void> {
    await this.client.done({
      method: 'DELETE',
      path: `api/projects/${project}/model-versions/`,
      body: { model_version: modelVersion },
      repeatable: true,
    });
  }

  async currentVersion(project: string): Promise<string | null> {
    return (await this.project(project)).model_version || null;
  }

  async setCurrentVersion(project: string, modelVersion: string | null): Promise<void> {
    const set = (version: string) =>
      this.client.done({
        method: 'PATCH',
        path: `api/projects/${project}/`,
        body: { model_version: version },
        repeatable: true,
      });
    try {
      await set(modelVersion ?? '');
    } catch (error) {
      // It refuses a version whose predictions are gone and that no connected model has.
      if (modelVersion === null || !(error instanceof AppError) || error.code !== 'bad-input') throw error;
      if ((await this.countPredictions(project, modelVersion)) > 0) throw error;
      await set('');
    }
  }

  async saveView(project: string, { title, modelVersion }: PlatformView): Promise<string> {
    const views = await this.client.json(z.array(schemas.viewSchema), {
      method: 'GET',
      path: `api/dm/views/?project=${project}`,
    });
    const existing = views.find(({ data }) => data.title === title);
    const data = viewOfBatch({ title, modelVersion }, existing?.data);
    const { id } = await this.client.json(schemas.hookSchema, {
      method: existing ? 'PATCH' : 'POST',
      path: existing ? `api/dm/views/${existing.id}/` : 'api/dm/views/',
      body: { project: Number(project), data },
      repeatable: existing !== undefined,
    });
    return String(id);
  }

  async removeView(viewId: string): Promise<void> {
    await this.client.remove(`api/dm/views/${viewId}/`);
  }

  async addHook(project: string, { url, secret }: PlatformHook): Promise<string> {
    const { id } = await this.client.json(schemas.hookSchema, {
      method: 'POST',
      path: 'api/webhooks/',
      body: {
        url,
        project: Number(project),
        send_payload: true,
        send_for_all_actions: false,
        is_active: true,
        headers: { [HOOK_SECRET_HEADER]: secret },
        actions: ['ANNOTATION_CREATED', 'ANNOTATIONS_CREATED', 'ANNOTATION_UPDATED', 'ANNOTATIONS_DELETED'],
      },
    });
    return String(id);
  }

  async removeHook(hookId: string): Promise<void> {
    await this.client.remove(`api/webhooks/${hookId}/`);
  }

  private project(project: string): Promise<z.infer<typeof schemas.projectSchema>> {
    return this.client.json(schemas.projectSchema, { method: 'GET', path: `api/projects/${project}/` });
  }

  private async importTasks(project: string, tasks: readonly unknown[]): Promise<string[]> {
    const { task_ids: ids } = await this.client.json(schemas.importedSchema, {
      method: 'POST',
      path: `api/projects/${project}/import?return_task_ids=true`,
      body: tasks,
    });
    if (ids.length === tasks.length) return ids.map(String);
    throw new AppError(
      'conflict',
      `Label Studio made ${ids.length} of ${tasks.length} tasks.`,
      'Push again: what is there already is not made twice.',
    );
  }

  private async queryTasks(project: string, query: unknown): Promise<schemas.LabelStudioTask[]> {
    const parameters = new URLSearchParams({
      project,
      page: '1',
      page_size: String(PAGE_SIZE),
      fields: 'all',
      query: JSON.stringify(query),
    });
    const path = `api/tasks/?${parameters.toString()}`;
    return (await this.client.json(schemas.taskPageSchema, { method: 'GET', path })).tasks;
  }
}

function greater(column: string, value: number) {
  return { filter: `filter:${column}`, operator: 'greater', type: 'Number', value };
}

function toProject(project: z.infer<typeof schemas.projectSchema>): PlatformProject {
  return {
    id: String(project.id),
    title: project.title || `Project ${project.id}`,
    tasks: project.task_number ?? 0,
    annotatedTasks: project.num_tasks_with_annotations ?? 0,
  };
}

function requireVersion(release: string): void {
  const [major = 0, minor = 0] = release.split('.').map((part) => Number.parseInt(part, 10));
  const [oldestMajor, oldestMinor] = OLDEST_VERSION;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new AppError(
    'bad-input',
    `This is Label Studio ${release}; Winnow needs ${OLDEST_VERSION.join('.')} or newer.`,
    'Update Label Studio: pip install --upgrade label-studio.',
  );
}
