import type { AnnotationPlatform } from '@/server/platforms/annotation-platform';
import { LabelStudio, labelStudio } from '@/server/platforms/label-studio/label-studio';
import type { PlatformWorld } from './annotation-platform-conformance';
import { installLabelStudio, RealLabelStudio } from './label-studio';
import { LabelStudioStandIn, STAND_IN_CONFIG, STAND_IN_TOKEN } from './label-studio-stand-in';
import { QUICK, sendEvent } from './platform-world';

export async function labelStudioStandIn(): Promise<PlatformWorld> {
  const server = await new LabelStudioStandIn().start();
  const connect = (token: string): AnnotationPlatform =>
    new LabelStudio({ baseUrl: server.url, token, allowPrivate: true, allowPrivateMedia: false }, QUICK);
  const taskOf = (id: string) => {
    const task = server.tasks.get(Number(id));
    if (!task) throw new Error(`There is no task ${id}.`);
    return task;
  };
  return {
    adapter: labelStudio,
    address: { baseUrl: server.url, token: STAND_IN_TOKEN },
    platform: connect(STAND_IN_TOKEN),
    withToken: connect,
    project: '1',
    unknownProject: '99',
    unknownTask: '999999',
    server,
    addTasks: (texts) => Promise.resolve(texts.map((text) => String(server.addTask({ text }).id))),
    async answer(id, answer) {
      server.annotate(taskOf(id), answer ?? 'ham', { was_cancelled: answer === null });
      await Promise.resolve();
    },
    shown: (version) => {
      const scored = [...server.tasks.values()].flatMap(({ id, predictions }) =>
        predictions.filter(({ model_version: of }) => of === version).map(({ score }) => ({ id, score })),
      );
      const sorted = scored.sort((one, other) => one.score - other.score);
      return Promise.resolve(sorted.map(({ id }) => String(id)));
    },
    guess(id) {
      const [region] = (taskOf(id).predictions.at(-1)?.result ?? []) as { value: { choices: string[] } }[];
      return Promise.resolve(region?.value.choices[0] ?? null);
    },
    hooks: () => Promise.resolve([...server.hooks.values()].map(({ url }) => url)),
    eventAbout: (id) => ({ action: 'ANNOTATION_CREATED', task: { id: Number(id) } }),
    async deliver(event) {
      for (const { url, headers } of server.hooks.values()) await sendEvent(url, event, headers);
    },
    stop: () => server.stop(),
  };
}

const { WINNOW_TEST_LABEL_STUDIO: release } = process.env;

/** Installs and starts this release of the real one where the environment names one; null elsewhere. */
export const realLabelStudio = release ? () => realLabelStudioOf(release) : null;

interface Prediction {
  readonly model_version: string;
  readonly score: number;
  readonly result: readonly { readonly value: { readonly choices: readonly string[] } }[];
}

async function realLabelStudioOf(version: string): Promise<PlatformWorld> {
  const installed = await installLabelStudio(version);
  if ('missing' in installed) throw new Error(installed.missing);
  const studio = await RealLabelStudio.start(installed.python);
  const made = { title: 'Conformance', label_config: STAND_IN_CONFIG };
  const { id: project } = await studio.call<{ id: number }>('POST', 'api/projects/', made);
  const connect = (token: string): AnnotationPlatform =>
    new LabelStudio({ baseUrl: studio.url, token, allowPrivate: true, allowPrivateMedia: false });
  const predictionsOf = (id: string) => studio.call<Prediction[]>('GET', `api/predictions/?task=${id}`);
  return {
    adapter: labelStudio,
    address: { baseUrl: studio.url, token: studio.legacyToken },
    platform: connect(studio.legacyToken),
    withToken: connect,
    project: String(project),
    unknownProject: '999999',
    unknownTask: '999999',
    async addTasks(texts) {
      const path = `api/projects/${project}/import?return_task_ids=true`;
      const body = texts.map((text) => ({ data: { text } }));
      return (await studio.call<{ task_ids: number[] }>('POST', path, body)).task_ids.map(String);
    },
    async answer(id, answer) {
      const value = { choices: [answer] };
      const result = answer === null ? [] : [{ from_name: 'label', to_name: 'text', type: 'choices', value }];
      const body = { result, was_cancelled: answer === null };
      await studio.call('POST', `api/tasks/${id}/annotations/`, body);
    },
    async shown(version) {
      const path = `api/tasks/?project=${project}&page=1&page_size=500&fields=all`;
      const { tasks } = await studio.call<{ tasks: { id: number; predictions: Prediction[] }[] }>(
        'GET',
        path,
      );
      const scored = tasks.flatMap(({ id, predictions }) =>
        predictions.filter(({ model_version: of }) => of === version).map(({ score }) => ({ id, score })),
      );
      return scored.sort((one, other) => one.score - other.score).map(({ id }) => String(id));
    },
    guess: async (id) => (await predictionsOf(id)).at(-1)?.result[0]?.value.choices[0] ?? null,
    async hooks() {
      const hooks = await studio.call<{ url: string }[]>('GET', `api/webhooks/?project=${project}`);
      return hooks.map(({ url }) => url);
    },
    eventAbout: (id) => ({ action: 'ANNOTATION_CREATED', task: { id: Number(id) } }),
    stop: () => studio.stop(),
  };
}
