import type { AnnotationPlatform } from '@/server/platforms/annotation-platform';
import { Argilla, argilla } from '@/server/platforms/argilla/argilla';
import { BATCH_PROPERTY, ORDER_PROPERTY } from '@/server/platforms/argilla/batch-order';
import type { ClientOptions } from '@/server/platforms/http/http-client';
import type { PlatformWorld } from './annotation-platform-conformance';
import { ARGILLA_KEY, ArgillaStandIn } from './argilla-stand-in';
import { QUICK, sendEvent } from './platform-world';

/** Whether the project shows images instead of texts. */
interface WorldOptions {
  readonly image?: boolean;
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
        await sendEvent(origin + pathname, event, { authorization: `Basic ${basic}` });
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
