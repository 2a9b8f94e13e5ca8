import type { z } from 'zod';
import type { LabelTarget, PlatformProject } from '@/lib/contracts/platform';
import { AppError } from '@/lib/errors';
import { contentTypeOf } from '../../images/image-type';
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
import { hookAddress } from '../annotation-platform';
import { checkPredictions } from '../check-predictions';
import type { ClientOptions, HttpClient } from '../http/http-client';
import { mediaBytes, toDataUrl } from '../http/media';
import { BATCH_PROPERTY, BatchOrder, ORDER_PROPERTY } from './batch-order';
import { argillaClient } from './client';
import { labelQuestion, labelTarget } from './label-target';
import { readEvent } from './read-event';
import { externalId, readRecord } from './read-record';
import { isAnswered, RecordSearch } from './record-search';
import * as schemas from './schemas';

/** The oldest release with what Winnow uses: webhooks. */
const OLDEST_VERSION = [2, 5] as const;
/** Images come within their records. */
const PAGE_SIZE = { text: 100, image: 25, features: 100 } as const;
/** Of each dataset the progress is asked; more of them are not listed. */
const MAXIMUM_DATASETS = 200;
/** Argilla removes so many records with one request. */
const REMOVED_AT_ONCE = 100;
/** The longest image that Argilla takes within a record, in characters. */
const MAXIMUM_DATA_URL = 5_000_000;

export const argilla: PlatformAdapter = {
  name: 'argilla',
  title: 'Argilla',
  description: 'Texts and images, on your own machine or in a Hugging Face Space.',
  experimental: 'tried by hand with Argilla 2.8.0, and not by every run of Winnow’s tests.',
  addressExample: 'https://argilla.example.org',
  tokenHint: 'My settings → API key, of an owner or an admin of the workspace.',
  listHint:
    'Argilla keeps no lists: the batch is a filter by “Winnow batch” and an order by “Winnow order”, which the link of the push opens.',
  marksGroundTruth: false,
  modelHint: null,
  hook: {
    secretIn: 'address',
    byHand:
      'With the Python SDK: rg.Webhook(url=…, events=["response.created", "response.updated"]).create().',
  },
  projectUrl: (baseUrl, project) => `${baseUrl}/dataset/${project}/annotation-mode`,
  listUrl(baseUrl, project, { modelVersion }) {
    const shown = {
      page: '1',
      status: 'pending',
      metadata: `${BATCH_PROPERTY}.${modelVersion}`,
      sort: `metadata.${ORDER_PROPERTY}.asc`,
    };
    // Not every release calls them so: some have a leading underscore, and drop what they do not know.
    const query = new URLSearchParams(
      Object.entries(shown).flatMap(([name, value]) => [
        [name, value],
        [`_${name}`, value],
      ]),
    );
    return `${baseUrl}/dataset/${project}/annotation-mode?${query.toString()}`;
  },
  readEvent,
  connect: (address) => new Argilla(address),
};

/** Argilla's HTTP API as the port wants it: a project is a dataset, a task a record, an answer a response. */
export class Argilla implements AnnotationPlatform {
  private readonly client: HttpClient;
  private readonly search: RecordSearch;
  private readonly order: BatchOrder;

  constructor(address: PlatformAddress, options: Partial<ClientOptions> = {}) {
    this.client = argillaClient(address, options);
    this.search = new RecordSearch(this.client);
    this.order = new BatchOrder(this.client, this.search);
  }

  async check(): Promise<{ version: string; user: string }> {
    const { version } = await this.client.json(schemas.versionSchema, {
      method: 'GET',
      path: 'api/v1/version',
      anonymous: true,
    });
    requireVersion(version);
    const { username, role } = await this.get(schemas.meSchema, 'me');
    if (role !== 'annotator') return { version, user: username };
    throw new AppError(
      'bad-input',
      `“${username}” is an annotator, who sees nobody else’s answers.`,
      'Use the API key of an owner, or of an admin of the workspace.',
    );
  }

  async listProjects(): Promise<PlatformProject[]> {
    const { items } = await this.get(schemas.itemsOf(schemas.datasetSchema), 'me/datasets');
    const published = items.filter(isPublished).slice(0, MAXIMUM_DATASETS);
    const projects: PlatformProject[] = [];
    for (const dataset of published) projects.push(await this.toProject(dataset));
    return projects;
  }

  async describeProject(project: string): Promise<PlatformProject & { target: LabelTarget }> {
    const dataset = await this.dataset(project);
    const { items: fields } = await this.get(
      schemas.itemsOf(schemas.fieldSchema),
      `datasets/${project}/fields`,
    );
    const target = labelTarget(dataset.name, fields, await this.questions(project));
    if (!isPublished(dataset)) {
      throw new AppError('bad-input', `“${dataset.name}” is a draft.`, 'Publish the dataset in Argilla.');
    }
    return { ...(await this.toProject(dataset)), target };
  }

  async *tasksAfter(
    { project, target }: ProjectTarget,
    taskId: string | null,
    { answeredOnly } = { answeredOnly: false },
  ): AsyncGenerator<PlatformTask> {
    const filters = answeredOnly ? [isAnswered] : [];
    const pageSize = PAGE_SIZE[target.modality];
    for await (const page of this.search.pages(project, filters, { after: taskId, pageSize })) {
      yield* page.map((record) => readRecord(record, target));
    }
  }

  async tasks({ project, target }: ProjectTarget, ids: readonly string[]): Promise<PlatformTask[]> {
    const found: PlatformTask[] = [];
    const pageSize = PAGE_SIZE[target.modality];
    for (let start = 0; start < ids.length; start += pageSize) {
      const records = await this.search.some(project, ids.slice(start, start + pageSize));
      found.push(...records.map((record) => readRecord(record, target)));
    }
    return found;
  }

  media({ value }: PlatformTask, maximumBytes: number): Promise<Buffer> {
    return mediaBytes(this.client, value, maximumBytes);
  }

  async importTexts(
    { project, target }: ProjectTarget,
    texts: readonly { origin: TaskOrigin; text: string }[],
  ): Promise<string[]> {
    const items = texts.map(({ origin, text }) => ({
      fields: { [target.dataKey]: text },
      external_id: externalId(origin),
    }));
    const created = await this.client.json(schemas.createdSchema, {
      method: 'POST',
      path: `api/v1/datasets/${project}/records/bulk`,
      body: { items },
    });
    return created.items.map(({ id }) => id);
  }

  async importImage(
    of: ProjectTarget,
    { origin, bytes }: { origin: TaskOrigin; fileName: string; bytes: Buffer },
  ): Promise<string> {
    const text = toDataUrl(bytes, contentTypeOf(bytes));
    if (text.length > MAXIMUM_DATA_URL) {
      throw new AppError(
        'too-large',
        `The image “${origin.exampleKey}” has ${bytes.length} bytes, more than Argilla takes within a record.`,
        'Import it in Argilla as an address, pull, and push again.',
      );
    }
    const [id] = await this.importTexts(of, [{ origin, text }]);
    return id as string;
  }

  async removeTasks(project: string, ids: readonly string[]): Promise<void> {
    for (let start = 0; start < ids.length; start += REMOVED_AT_ONCE) {
      const some = ids.slice(start, start + REMOVED_AT_ONCE).join(',');
      await this.client.remove(`api/v1/datasets/${project}/records?ids=${some}`);
    }
  }

  async pushPredictions(
    { project, target }: ProjectTarget,
    modelVersion: string,
    predictions: readonly PlatformPrediction[],
  ): Promise<void> {
    checkPredictions(predictions, target);
    await this.order.write(project, await this.question(project), modelVersion, predictions);
  }

  countPredictions(project: string, modelVersion: string): Promise<number> {
    return this.order.count(project, modelVersion);
  }

  async removePredictions(project: string, modelVersion: string): Promise<void> {
    await this.order.remove(project, await this.question(project), modelVersion);
  }

  currentVersion(project: string): Promise<string | null> {
    return this.order.current(project);
  }

  async setCurrentVersion(project: string, modelVersion: string | null): Promise<void> {
    await this.order.setCurrent(project, modelVersion);
  }

  /** The properties that annotators filter and sort by; the filter itself is in the link. */
  async saveView(project: string, _view: PlatformView): Promise<string> {
    return (await this.order.ensureProperties(project)).map(({ id }) => id).join(',');
  }

  async removeView(viewId: string): Promise<void> {
    for (const id of viewId.split(',')) await this.client.remove(`api/v1/metadata-properties/${id}`);
  }

  async addHook(_project: string, hook: PlatformHook): Promise<string> {
    const { id } = await this.client.json(schemas.webhookSchema, {
      method: 'POST',
      path: 'api/v1/webhooks',
      body: {
        url: hookAddress(hook),
        events: ['response.created', 'response.updated', 'response.deleted'],
        description: 'Winnow hears of answers',
      },
    });
    return id;
  }

  async removeHook(hookId: string): Promise<void> {
    await this.client.remove(`api/v1/webhooks/${hookId}`);
  }

  private async toProject({ id, name }: schemas.ArgillaDataset): Promise<PlatformProject> {
    const { total, completed } = await this.get(schemas.progressSchema, `datasets/${id}/progress`);
    return { id, title: name, tasks: total, annotatedTasks: completed };
  }

  private dataset(project: string): Promise<schemas.ArgillaDataset> {
    return this.get(schemas.datasetSchema, `datasets/${project}`);
  }

  private async questions(project: string): Promise<schemas.ArgillaQuestion[]> {
    const path = `datasets/${project}/questions`;
    return (await this.get(schemas.itemsOf(schemas.questionSchema), path)).items;
  }

  private async question(project: string): Promise<schemas.ArgillaQuestion> {
    return labelQuestion(project, await this.questions(project));
  }

  private get<Value>(schema: z.ZodType<Value>, path: string): Promise<Value> {
    return this.client.json(schema, { method: 'GET', path: `api/v1/${path}` });
  }
}

function isPublished({ status }: schemas.ArgillaDataset): boolean {
  return status === 'ready';
}

function requireVersion(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  const [oldestMajor, oldestMinor] = OLDEST_VERSION;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new AppError(
    'bad-input',
    `This is Argilla ${version}; Winnow needs ${OLDEST_VERSION.join('.')} or newer.`,
    'Update Argilla: pip install --upgrade argilla-server.',
  );
}
