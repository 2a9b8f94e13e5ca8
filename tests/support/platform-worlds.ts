import type { AnnotationPlatform } from '@/server/platforms/annotation-platform';
import { Argilla, argilla } from '@/server/platforms/argilla/argilla';
import { BATCH_PROPERTY, ORDER_PROPERTY } from '@/server/platforms/argilla/batch-order';
import type { ClientOptions } from '@/server/platforms/http/http-client';
import { LabelStudio, labelStudio } from '@/server/platforms/label-studio/label-studio';
import type { PlatformWorld } from './annotation-platform-conformance';
import { ARGILLA_KEY, ArgillaStandIn } from './argilla-stand-in';
import { LabelStudioStandIn, STAND_IN_TOKEN } from './label-studio-stand-in';

/** Whether the project shows images instead of texts. */
interface WorldOptions {
  readonly image?: boolean;
}

/** A time-out is soon over, and a pause before another try too. */
const QUICK = { timeoutMs: 250, attempts: 3, firstPauseMs: 1 };

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
      for (const { url, headers } of server.hooks.values()) await post(url, event, headers);
    },
    stop: () => server.stop(),
  };
}

export async function argillaStandIn({ image = false }: WorldOptions = {}): Promise<PlatformWorld> {
  const server = await new ArgillaStandIn().start();
  if (image) server.fields = [{ name: 'image', settings: { type: 'image' } }];
  const world = argillaWorld(server.url, ARGILLA_KEY, server.dataset, QUICK);
  return {
    ...world,
    server,
    // As its HTTP client does with a user and a password in the address.
    async deliver(event) {
      for (const address of await world.hooks()) {
        const { origin, pathname, username, password } = new URL(address);
        const basic = Buffer.from(`${username}:${decodeURIComponent(password)}`).toString('base64');
        await post(origin + pathname, event, { authorization: `Basic ${basic}` });
      }
    },
    stop: () => server.stop(),
  };
}

const { WINNOW_TEST_ARGILLA_URL: realUrl, WINNOW_TEST_ARGILLA_KEY: realKey } = process.env;

/** Opens a real Argilla where the environment names one; null elsewhere. */
export const realArgilla =
  realUrl && realKey ? (options: WorldOptions = {}) => realArgillaAt(realUrl, realKey, options) : null;

/** A dataset of its own in a real Argilla, removed afterwards. */
async function realArgillaAt(
  url: string,
  key: string,
  { image = false }: WorldOptions,
): Promise<PlatformWorld> {
  const modality = image ? 'image' : 'text';
  const ask = askArgilla(url, key);
  const { items } = (await ask('GET', 'me/workspaces')) as { items: { id: string }[] };
  const name = `conformance ${Date.now().toString(36)}`;
  const made = (await ask('POST', 'datasets', { name, workspace_id: items[0]?.id })) as { id: string };
  await ask('POST', `datasets/${made.id}/fields`, {
    name: modality,
    title: 'Shown',
    required: true,
    settings: { type: modality },
  });
  await ask('POST', `datasets/${made.id}/questions`, {
    name: 'label',
    title: 'Label',
    required: true,
    settings: {
      type: 'label_selection',
      options: [
        { value: 'ham', text: 'Ham' },
        { value: 'spam', text: 'Spam' },
      ],
    },
  });
  await ask('PUT', `datasets/${made.id}/publish`);
  const stop = async () => {
    await ask('DELETE', `datasets/${made.id}`);
  };
  return { ...argillaWorld(url, key, made.id), stop };
}

function argillaWorld(
  url: string,
  key: string,
  dataset: string,
  options: Partial<ClientOptions> = {},
): Omit<PlatformWorld, 'stop'> {
  const ask = askArgilla(url, key);
  const connect = (token: string): AnnotationPlatform =>
    new Argilla({ baseUrl: url, token, allowPrivate: true, allowPrivateMedia: false }, options);
  const found = async (search: object) => {
    const path = `datasets/${dataset}/records/search?limit=1000&include=suggestions`;
    const { items } = (await ask('POST', path, search)) as {
      items: { record: { id: string; suggestions?: { value: string }[] } }[];
    };
    return items.map(({ record }) => record);
  };
  return {
    adapter: argilla,
    address: { baseUrl: url, token: key },
    platform: connect(key),
    withToken: connect,
    project: dataset,
    unknownProject: '00000000-0000-4000-8000-000000000000',
    unknownTask: '00000000-0000-4000-8000-000000000000',
    async addTasks(texts) {
      const items = texts.map((text) => ({ fields: { text } }));
      const made = (await ask('POST', `datasets/${dataset}/records/bulk`, { items })) as {
        items: { id: string }[];
      };
      return made.items.map(({ id }) => id);
    },
    async answer(id, answer) {
      await ask('POST', `records/${id}/responses`, {
        status: answer === null ? 'discarded' : 'submitted',
        // Argilla 2.8 answers a response without values with an error of its own.
        values: answer === null ? {} : { label: { value: answer } },
      });
    },
    // What the link of a push has Argilla's own screen ask.
    async shown(version) {
      const scope = { entity: 'metadata', metadata_property: BATCH_PROPERTY };
      const records = await found({
        filters: { and: [{ type: 'terms', scope, values: [version] }] },
        sort: [{ scope: { entity: 'metadata', metadata_property: ORDER_PROPERTY }, order: 'asc' }],
      });
      return records.map(({ id }) => id);
    },
    async guess(id) {
      const record = (await found({})).find((candidate) => candidate.id === id);
      return record?.suggestions?.[0]?.value ?? null;
    },
    async hooks() {
      const { items } = (await ask('GET', 'webhooks')) as { items: { url: string }[] };
      return items.map((hook) => hook.url);
    },
    eventAbout: (id) => ({ type: 'response.created', data: { record: { id, dataset: { id: dataset } } } }),
  };
}

async function post(url: string, body: unknown, headers: Record<string, string>): Promise<void> {
  await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** Asks Argilla itself, where a test wants more than the adapter does. */
export function askArgilla(url: string, key: string) {
  return async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${url}/api/v1/${path}`, {
      method,
      headers: { 'x-argilla-api-key': key, 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? null : response.json();
  };
}
