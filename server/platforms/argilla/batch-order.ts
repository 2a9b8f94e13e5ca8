import { AppError } from '@/lib/errors';
import type { PlatformPrediction } from '../annotation-platform';
import type { HttpClient } from '../http/http-client';
import { hasMetadata, hasSuggestionOf, type RecordSearch } from './record-search';
import type { ArgillaProperty, ArgillaQuestion, ArgillaRecord } from './schemas';
import { itemsOf, propertySchema } from './schemas';

/** Metadata properties, by which annotators filter and sort: which push a record lies in, and its place there. */
export const BATCH_PROPERTY = 'winnow_batch';
export const ORDER_PROPERTY = 'winnow_order';
const BATCH_TITLE = 'Winnow batch';
const CURRENT = `${BATCH_TITLE}, now `;
const OWN_PROPERTIES = [
  { name: BATCH_PROPERTY, title: BATCH_TITLE, settings: { type: 'terms' } },
  { name: ORDER_PROPERTY, title: 'Winnow order', settings: { type: 'integer' } },
] as const;

/** What every version of Winnow's begins with. */
const OWN_AGENT = 'winnow-';

/** Places are whole numbers: Argilla refuses 0 and 1 as decimal ones, since JSON does not tell them from integers. */
const PLACES = 1e9;
/** Records come with all that they show, images included. */
const AT_ONCE = 25;

interface RecordChange {
  readonly id: string;
  readonly metadata: Readonly<Record<string, unknown>> | null;
  readonly suggestions?: readonly unknown[];
}

/**
 * The order of a batch. Argilla sorts by suggestions too, but knows one of each record only, and none without a label; so the
 * order lies in metadata, and a suggestion is made where annotators shall see what the model thinks.
 */
export class BatchOrder {
  constructor(
    private readonly client: HttpClient,
    private readonly search: RecordSearch,
  ) {}

  /** A record has one place: a later push moves it, and its guess, or none, is what annotators see. Others' suggestions stay. */
  async write(
    dataset: string,
    question: ArgillaQuestion,
    version: string,
    predictions: readonly PlatformPrediction[],
  ): Promise<void> {
    await this.ensureProperties(dataset);
    for (let start = 0; start < predictions.length; start += AT_ONCE) {
      const chunk = predictions.slice(start, start + AT_ONCE);
      const records = await this.recordsOf(dataset, chunk);
      const changes = chunk.map(({ taskId, score, choice }): RecordChange => {
        const record = records.get(taskId);
        const place = { [BATCH_PROPERTY]: version, [ORDER_PROPERTY]: Math.round(score * PLACES) };
        const suggestion = { question_id: question.id, value: choice, agent: version, type: 'model' };
        const shown = choice !== null && !isSuggestedByOther(record, question);
        return {
          id: taskId,
          metadata: { ...record?.metadata, ...place },
          ...(shown && { suggestions: [suggestion] }),
        };
      });
      await this.change(dataset, changes);
      const unseen = changes.flatMap(({ id, suggestions }) => (suggestions ? [] : (records.get(id) ?? [])));
      for (const record of unseen) await this.removeSuggestions(record, isOwn);
    }
  }

  async count(dataset: string, version: string): Promise<number> {
    if (!(await this.batchProperty(dataset))) return 0;
    return this.search.count(dataset, [hasMetadata(BATCH_PROPERTY, version)]);
  }

  async remove(dataset: string, question: ArgillaQuestion, version: string): Promise<void> {
    const suggested = this.search.pages(dataset, [hasSuggestionOf(version, question.name)], {
      pageSize: AT_ONCE,
    });
    for await (const page of suggested) {
      for (const record of page) await this.removeSuggestions(record, (agent) => agent === version);
    }
    if ((await this.count(dataset, version)) === 0) return;
    const placed = this.search.pages(dataset, [hasMetadata(BATCH_PROPERTY, version)], { pageSize: AT_ONCE });
    for await (const page of placed) await this.change(dataset, page.map(withoutPlace));
  }

  /** Makes what is missing of the properties, before records hold them: Argilla finds no record by one that came later. */
  async ensureProperties(dataset: string): Promise<ArgillaProperty[]> {
    const known = await this.properties(dataset);
    const made: ArgillaProperty[] = [];
    for (const property of OWN_PROPERTIES) {
      const there = known.find(({ name }) => name === property.name);
      made.push(
        there ??
          (await this.client.json(propertySchema, {
            method: 'POST',
            path: `api/v1/datasets/${dataset}/metadata-properties`,
            body: { ...property, visible_for_annotators: true },
          })),
      );
    }
    return made;
  }

  /** The batch that is to be labeled now is named in the title of the property, where annotators see it too. */
  async current(dataset: string): Promise<string | null> {
    const title = (await this.batchProperty(dataset))?.title ?? '';
    return title.startsWith(CURRENT) ? title.slice(CURRENT.length) : null;
  }

  async setCurrent(dataset: string, version: string | null): Promise<void> {
    const property = await this.batchProperty(dataset);
    if (!property) return;
    const title =
      version !== null && (await this.count(dataset, version)) > 0 ? CURRENT + version : BATCH_TITLE;
    await this.client.done({
      method: 'PATCH',
      path: `api/v1/metadata-properties/${property.id}`,
      body: { title },
      repeatable: true,
    });
  }

  private async batchProperty(dataset: string): Promise<ArgillaProperty | undefined> {
    return (await this.properties(dataset)).find(({ name }) => name === BATCH_PROPERTY);
  }

  private async properties(dataset: string): Promise<ArgillaProperty[]> {
    const path = `api/v1/me/datasets/${dataset}/metadata-properties`;
    return (await this.client.json(itemsOf(propertySchema), { method: 'GET', path })).items;
  }

  private async recordsOf(dataset: string, predictions: readonly PlatformPrediction[]) {
    const ids = predictions.map(({ taskId }) => taskId);
    const records = await this.search.some(dataset, ids);
    const found = new Map(records.map((record) => [record.id, record]));
    const missing = ids.filter((id) => !found.has(id));
    if (missing.length === 0) return found;
    throw new AppError(
      'conflict',
      `Argilla has no record ${missing[0]} any more${missing.length > 1 ? `, nor ${missing.length - 1} others` : ''}.`,
      'Records were deleted there meanwhile: push again.',
    );
  }

  private async removeSuggestions(
    { id, suggestions }: ArgillaRecord,
    which: (agent: string | null | undefined) => boolean,
  ): Promise<void> {
    const ids = (suggestions ?? []).filter(({ agent }) => which(agent)).map((suggestion) => suggestion.id);
    if (ids.length === 0) return;
    await this.client.remove(`api/v1/records/${id}/suggestions?ids=${ids.join(',')}`);
  }

  /** All of them or none: one that does not fit has Argilla refuse the request. */
  private async change(dataset: string, items: readonly RecordChange[]): Promise<void> {
    await this.client.done({
      method: 'PUT',
      path: `api/v1/datasets/${dataset}/records/bulk`,
      body: { items },
      repeatable: true,
    });
  }
}

function isOwn(agent: string | null | undefined): boolean {
  return agent?.startsWith(OWN_AGENT) === true;
}

function isSuggestedByOther(record: ArgillaRecord | undefined, question: ArgillaQuestion): boolean {
  return (record?.suggestions ?? []).some(
    ({ question_id: of, agent }) => of === question.id && !isOwn(agent),
  );
}

function withoutPlace({ id, metadata }: ArgillaRecord): RecordChange {
  const { [BATCH_PROPERTY]: _batch, [ORDER_PROPERTY]: _order, ...rest } = metadata ?? {};
  return { id, metadata: Object.keys(rest).length > 0 ? rest : null };
}
