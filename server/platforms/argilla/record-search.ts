import type { HttpClient } from '../http/http-client';
import type { ArgillaRecord } from './schemas';
import { foundSchema } from './schemas';

interface RecordFilter {
  readonly type: 'terms' | 'range';
  readonly scope: Readonly<Record<string, string>>;
  readonly values?: readonly string[];
  readonly ge?: string;
}

const ID = { entity: 'record', property: 'id' };

export const isAnswered: RecordFilter = {
  type: 'terms',
  scope: { entity: 'response', property: 'status' },
  values: ['submitted', 'discarded'],
};

export const hasMetadata = (property: string, value: string): RecordFilter => ({
  type: 'terms',
  scope: { entity: 'metadata', metadata_property: property },
  values: [value],
});

export const hasSuggestionOf = (agent: string, question: string): RecordFilter => ({
  type: 'terms',
  scope: { entity: 'suggestion', question, property: 'agent' },
  values: [agent],
});

/** Argilla's search, which alone lists records in an order that others' doing does not disturb: by their id. */
export class RecordSearch {
  constructor(private readonly client: HttpClient) {}

  /** Pages of the records that pass all filters, in order of id, those after `after` where it is given. */
  async *pages(
    dataset: string,
    filters: readonly RecordFilter[],
    how: { after?: string | null; pageSize: number },
  ): AsyncGenerator<ArgillaRecord[]> {
    let after = how.after ?? null;
    for (;;) {
      // A range holds its end, so that the record that it begins with is asked for once more.
      const range: RecordFilter[] = after === null ? [] : [{ type: 'range', scope: ID, ge: after }];
      const limit = how.pageSize + range.length;
      const { items } = await this.search(dataset, [...filters, ...range], limit);
      const page = items.map(({ record }) => record).filter(({ id }) => id !== after);
      if (page.length > 0) yield page;
      const last = page.at(-1);
      if (!last || items.length < limit) return;
      after = last.id;
    }
  }

  /** Those of the named records that exist: at most 250, which is what Argilla takes in one filter. */
  async some(dataset: string, ids: readonly string[]): Promise<ArgillaRecord[]> {
    const filter: RecordFilter = { type: 'terms', scope: ID, values: ids };
    return (await this.search(dataset, [filter], ids.length)).items.map(({ record }) => record);
  }

  async count(dataset: string, filters: readonly RecordFilter[]): Promise<number> {
    return (await this.search(dataset, filters, 1)).total;
  }

  private search(dataset: string, filters: readonly RecordFilter[], limit: number) {
    return this.client.json(foundSchema, {
      method: 'POST',
      path: `api/v1/datasets/${dataset}/records/search?include=responses,suggestions&limit=${limit}`,
      body: {
        ...(filters.length > 0 && { filters: { and: filters } }),
        sort: [{ scope: ID, order: 'asc' }],
      },
      repeatable: true,
    });
  }
}
