import { ok, StandInServer } from './stand-in-server';
import type { StandInAnswer, StandInRequest } from './stand-in-server';

export interface StandInTask {
  id: number;
  data: Record<string, unknown>;
  meta: unknown;
  annotations: Record<string, unknown>[];
  predictions: { model_version: string; score: number; result: unknown[] }[];
}

export const STAND_IN_TOKEN = 'a-legacy-token';
export const STAND_IN_CONFIG =
  '<View><Text name="text" value="$text"/><Choices name="label" toName="text"><Choice value="ham"/><Choice value="spam"/></Choices></View>';

/**
 * Label Studio's HTTP API as docs/platforms.md describes it, small and in memory: for what the real one will not do when a
 * test wants it. The walk against the real one is tests/integration/label-studio.test.ts.
 */
export class LabelStudioStandIn extends StandInServer {
  readonly tasks = new Map<number, StandInTask>();
  readonly files = new Map<string, Buffer>();
  release = '1.23.2';
  config = STAND_IN_CONFIG;
  parsed: Record<string, unknown> = {
    label: {
      type: 'Choices',
      to_name: ['text'],
      inputs: [{ type: 'Text', value: 'text' }],
      labels: ['ham', 'spam'],
      labels_attrs: { ham: { value: 'ham' }, spam: { value: 'spam' } },
    },
  };
  modelVersion: string | null = null;
  views = new Map<number, { title: string }>();
  hooks = new Map<number, { url: string; headers: Record<string, string> }>();
  accept: (authorization: string | undefined) => boolean = (given) => given === `Token ${STAND_IN_TOKEN}`;
  private nextId = 1;

  addTask(data: Record<string, unknown>, meta: unknown = {}): StandInTask {
    const task: StandInTask = { id: this.nextId++, data, meta, annotations: [], predictions: [] };
    this.tasks.set(task.id, task);
    return task;
  }

  annotate(task: StandInTask, choice: string, more: Record<string, unknown> = {}): void {
    task.annotations.push({
      id: this.nextId++,
      completed_by: 7,
      result: [{ from_name: 'label', to_name: 'text', type: 'choices', value: { choices: [choice] } }],
      was_cancelled: false,
      ground_truth: false,
      lead_time: 2.5,
      updated_at: new Date(Date.now() + this.nextId).toISOString(),
      ...more,
    });
  }

  protected respond({ method, url, headers, body }: StandInRequest): StandInAnswer {
    const path = url.pathname;
    if (path === '/api/version/') return ok({ release: this.release });
    if (path === '/api/token/refresh/') return ok({ access: `access-${this.requests.length}` });
    if (!this.accept(headers.authorization)) return ok({ detail: 'Invalid token.' }, 401);
    const file = this.files.get(path);
    if (file) return ok(file);
    if (path.startsWith('/api/projects/') && ![1, NaN].includes(idOf(path))) {
      return ok({ detail: 'Not found.' }, 404);
    }
    switch (`${method} ${path.replace(/\d+/g, 'N')}`) {
      case 'GET /api/current-user/whoami':
        return ok({ email: 'a@b.co' });
      case 'GET /api/projects/':
        return ok({ count: 1, results: [this.project()] });
      case 'GET /api/projects/N/':
        return ok(this.project());
      case 'PATCH /api/projects/N/':
        return this.setVersion((body as { model_version: string }).model_version);
      case 'GET /api/tasks/':
        return ok(
          this.query(
            JSON.parse(url.searchParams.get('query') ?? '{}') as Query,
            Number(url.searchParams.get('page_size')),
          ),
        );
      case 'DELETE /api/tasks/N/':
        return ok({}, this.tasks.delete(idOf(path)) ? 204 : 404);
      case 'POST /api/projects/N/import':
        return ok({ task_ids: (body as StandInTask[]).map(({ data, meta }) => this.addTask(data, meta).id) });
      case 'POST /api/projects/N/import/predictions':
        return ok({ created: this.predict(body as Prediction[]) }, 201);
      case 'GET /api/projects/N/model-versions/':
        return ok(this.versions());
      case 'DELETE /api/projects/N/model-versions/':
        return ok({ deleted_predictions: this.forget((body as { model_version: string }).model_version) });
      case 'GET /api/dm/views/':
        return ok([...this.views].map(([id, data]) => ({ id, data })));
      case 'POST /api/dm/views/':
      case 'PATCH /api/dm/views/N/': {
        const id = method === 'POST' ? this.nextId++ : idOf(path);
        this.views.set(id, (body as { data: { title: string } }).data);
        return ok({ id });
      }
      case 'DELETE /api/dm/views/N/':
        return ok({}, this.views.delete(idOf(path)) ? 204 : 404);
      case 'POST /api/webhooks/': {
        const id = this.nextId++;
        this.hooks.set(id, body as { url: string; headers: Record<string, string> });
        return ok({ id }, 201);
      }
      case 'DELETE /api/webhooks/N/':
        return ok({}, this.hooks.delete(idOf(path)) ? 204 : 404);
      default:
        return ok({ detail: 'Not found.' }, 404);
    }
  }

  private setVersion(version: string): StandInAnswer {
    if (version !== '' && !(version in this.versions())) {
      const detail = "Model version doesn't exist either as live model or as static predictions.";
      return ok({ validation_errors: { model_version: [detail] } }, 400);
    }
    this.modelVersion = version || null;
    return ok(this.project());
  }

  private project() {
    return {
      id: 1,
      title: 'Mails',
      label_config: this.config,
      parsed_label_config: this.parsed,
      model_version: this.modelVersion,
      task_number: this.tasks.size,
    };
  }

  private query({ filters, selectedItems, ordering }: Query, pageSize: number) {
    const [after = 0, annotations = -1] = filters?.items.map(({ value }) => value) ?? [];
    const chosen = [...this.tasks.values()].filter((task) =>
      selectedItems
        ? selectedItems.included.includes(task.id)
        : task.id > after && task.annotations.length > annotations,
    );
    const down = ordering?.[0]?.startsWith('-') === true;
    const sorted = chosen.sort((one, other) => (down ? other.id - one.id : one.id - other.id));
    return { total: chosen.length, tasks: sorted.slice(0, pageSize) };
  }

  private predict(predictions: readonly Prediction[]): number {
    const known = predictions.filter(({ task }) => this.tasks.has(task));
    for (const { task, ...prediction } of known) this.tasks.get(task)?.predictions.push(prediction);
    return known.length;
  }

  private versions(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { predictions } of this.tasks.values()) {
      for (const { model_version: version } of predictions) counts[version] = (counts[version] ?? 0) + 1;
    }
    return counts;
  }

  private forget(version: string): number {
    const before = this.versions()[version] ?? 0;
    for (const task of this.tasks.values()) {
      task.predictions = task.predictions.filter(({ model_version }) => model_version !== version);
    }
    return before;
  }
}

interface Query {
  filters?: { items: { value: number }[] };
  selectedItems?: { included: number[] };
  ordering?: string[];
}

interface Prediction {
  task: number;
  model_version: string;
  score: number;
  result: unknown[];
}

function idOf(path: string): number {
  return Number(path.split('/').findLast((part) => /^\d+$/.test(part)));
}
