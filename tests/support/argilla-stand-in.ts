import { randomUUID } from 'node:crypto';
import { ok, StandInServer } from './stand-in-server';
import type { StandInAnswer, StandInRequest } from './stand-in-server';

export const ARGILLA_KEY = 'owner.apikey';

interface StandInRecord {
  id: string;
  fields: Record<string, unknown>;
  metadata: Record<string, unknown> | null;
  external_id: string | null;
  responses: Record<string, unknown>[];
  suggestions: Record<string, unknown>[];
}

interface Filter {
  type: 'terms' | 'range';
  scope: { entity: string; property?: string; question?: string; metadata_property?: string };
  values?: string[];
  ge?: string;
}

interface Search {
  filters?: { and: Filter[] };
  sort?: { scope: Filter['scope']; order: 'asc' | 'desc' }[];
}

const REFUSED = (detail: string) => ok({ detail }, 422);

/**
 * What Winnow uses of Argilla's HTTP API, as argilla-server 2.8 answers: tests/integration/platform-conformance.test.ts asks
 * this one and, where there is one, a real one the same.
 */
export class ArgillaStandIn extends StandInServer {
  readonly dataset = randomUUID();
  readonly records = new Map<string, StandInRecord>();
  version = '2.8.0';
  role = 'owner';
  status = 'ready';
  fields = [{ name: 'text', settings: { type: 'text' } }];
  question = {
    id: randomUUID(),
    name: 'label',
    settings: {
      type: 'label_selection',
      options: [
        { value: 'ham', text: 'Ham' },
        { value: 'spam', text: 'Spam' },
      ],
    },
  };
  private properties: { id: string; name: string; title: string; settings: { type: string } }[] = [];
  private webhooks: Record<string, unknown>[] = [];

  protected respond({ method, url, headers, body }: StandInRequest): StandInAnswer {
    const path = url.pathname.replace('/api/v1/', '');
    if (path === 'version') return ok({ version: this.version });
    if (headers['x-argilla-api-key'] !== ARGILLA_KEY) return ok({ detail: 'Unauthorized' }, 401);
    const [, dataset] = /datasets\/([^/]+)/.exec(path) ?? [];
    if (dataset !== undefined && dataset !== this.dataset) return ok({ detail: 'Dataset not found' }, 404);
    const id = path.split('/')[1] ?? '';
    const ids = url.searchParams.get('ids')?.split(',') ?? [];
    switch (`${method} ${path.replace(/[0-9a-f-]{36}/g, 'ID')}`) {
      case 'GET me':
        return ok({ username: 'owner', role: this.role });
      case 'GET me/datasets':
        return ok({ items: [this.described()] });
      case 'GET datasets/ID':
        return ok(this.described());
      case 'GET datasets/ID/fields':
        return ok({ items: this.fields });
      case 'GET datasets/ID/questions':
        return ok({ items: [this.question] });
      case 'GET datasets/ID/progress':
        return ok({ total: this.records.size, completed: this.completed(), pending: 0 });
      case 'GET me/datasets/ID/metadata-properties':
        return ok({ items: this.properties });
      case 'POST datasets/ID/metadata-properties':
        return this.addProperty(body as { name: string; title: string; settings: { type: string } });
      case 'PATCH metadata-properties/ID': {
        const property = this.properties.find((candidate) => candidate.id === id);
        return property ? ok(Object.assign(property, body)) : ok({ detail: 'Not found' }, 404);
      }
      case 'DELETE metadata-properties/ID':
        return this.removeFrom(this.properties, id);
      case 'POST datasets/ID/records/bulk':
        return this.createRecords((body as { items: Partial<StandInRecord>[] }).items);
      case 'PUT datasets/ID/records/bulk':
        return this.updateRecords((body as { items: Partial<StandInRecord>[] }).items);
      case 'DELETE datasets/ID/records':
        for (const gone of ids) this.records.delete(gone);
        return ok({}, 204);
      case 'POST datasets/ID/records/search':
      case 'POST me/datasets/ID/records/search':
        return this.search(body as Search, Number(url.searchParams.get('limit') ?? 50));
      case 'GET records/ID':
        return ok(this.records.get(id));
      case 'POST records/ID/responses':
        return this.respondTo(id, body as object);
      case 'DELETE records/ID/suggestions': {
        const record = this.records.get(id);
        if (!record) return ok({ detail: 'Record not found' }, 404);
        record.suggestions = record.suggestions.filter((suggestion) => !ids.includes(String(suggestion.id)));
        return ok({}, 204);
      }
      case 'GET webhooks':
        return ok({ items: this.webhooks });
      case 'POST webhooks':
        this.webhooks.push({ id: randomUUID(), ...(body as object) });
        return ok(this.webhooks.at(-1), 201);
      case 'DELETE webhooks/ID':
        return this.removeFrom(this.webhooks, id);
      default:
        return ok({ detail: 'Not Found' }, 404);
    }
  }

  private described() {
    return { id: this.dataset, name: 'Mails', status: this.status };
  }

  private completed(): number {
    return [...this.records.values()].filter(({ responses }) =>
      responses.some(({ status }) => status === 'submitted'),
    ).length;
  }

  private addProperty(property: { name: string; title: string; settings: { type: string } }) {
    if (this.properties.some(({ name }) => name === property.name)) return ok({ detail: 'exists' }, 409);
    this.properties.push({ ...property, id: randomUUID() });
    return ok(this.properties.at(-1), 201);
  }

  private removeFrom(list: { id?: unknown }[], id: string): StandInAnswer {
    const index = list.findIndex((item) => item.id === id);
    if (index < 0) return ok({ detail: 'Not found' }, 404);
    return ok(list.splice(index, 1)[0]);
  }

  private createRecords(items: readonly Partial<StandInRecord>[]): StandInAnswer {
    const taken = new Set([...this.records.values()].map(({ external_id }) => external_id));
    if (items.some(({ external_id }) => external_id && taken.has(external_id))) {
      return REFUSED('found records with same external ids');
    }
    const made = items.map(({ fields = {}, external_id = null, metadata = null }) => {
      const id = randomUUID();
      this.records.set(id, { id, fields, metadata, external_id, responses: [], suggestions: [] });
      return { id };
    });
    return ok({ items: made }, 201);
  }

  private updateRecords(items: readonly Partial<StandInRecord>[]): StandInAnswer {
    for (const [index, { id, metadata, suggestions }] of items.entries()) {
      const order = metadata?.winnow_order;
      const labels = this.question.settings.options.map(({ value }) => value);
      const refused =
        !this.records.has(id ?? '') ||
        (order !== undefined && !Number.isInteger(order)) ||
        suggestions?.some(({ value }) => !labels.includes(String(value)));
      if (refused) return REFUSED(`Record at position ${index} is not valid because …`);
    }
    for (const { id, metadata, suggestions = [] } of items) {
      const record = this.records.get(id ?? '');
      if (!record) continue;
      if (metadata !== undefined) record.metadata = metadata;
      for (const suggestion of suggestions) {
        const others = record.suggestions.filter(({ question_id }) => question_id !== suggestion.question_id);
        record.suggestions = [...others, { id: randomUUID(), ...suggestion }];
      }
    }
    return ok({ items });
  }

  private search({ filters, sort = [] }: Search, limit: number): StandInAnswer {
    const names = this.properties.map(({ name }) => name);
    const unknown = filters?.and.find(
      ({ scope }) => scope.metadata_property && !names.includes(scope.metadata_property),
    );
    if (unknown) return REFUSED('MetadataProperty not found');
    const found = [...this.records.values()].filter((record) =>
      (filters?.and ?? []).every((filter) => this.passes(record, filter)),
    );
    const scope = sort[0]?.scope ?? { entity: 'record', property: 'id' };
    const keyed = found.map((record) => ({ record, key: this.valuesOf(record, scope)[0] ?? '' }));
    keyed.sort(({ key: one }, { key: other }) => (one < other ? -1 : 1));
    return ok({ total: found.length, items: keyed.slice(0, limit).map(({ record }) => ({ record })) });
  }

  private passes(record: StandInRecord, { type, scope, values = [], ge = '' }: Filter): boolean {
    const own = this.valuesOf(record, scope).map(String);
    return type === 'terms' ? own.some((value) => values.includes(value)) : own.some((value) => value >= ge);
  }

  private valuesOf(record: StandInRecord, scope: Filter['scope']): (string | number)[] {
    const { entity, metadata_property: property = '' } = scope;
    if (entity === 'record') return [record.id];
    if (entity === 'response') return record.responses.map(({ status }) => String(status));
    if (entity === 'suggestion') return record.suggestions.map(({ agent }) => String(agent));
    const value = record.metadata?.[property];
    return typeof value === 'number' || typeof value === 'string' ? [value] : [];
  }

  private respondTo(id: string, response: object): StandInAnswer {
    const record = this.records.get(id);
    if (!record) return ok({ detail: 'Record not found' }, 404);
    const updated_at = new Date().toISOString().slice(0, -1);
    record.responses.push({ id: randomUUID(), user_id: randomUUID(), ...response, updated_at });
    return ok(record.responses.at(-1), 201);
  }
}
