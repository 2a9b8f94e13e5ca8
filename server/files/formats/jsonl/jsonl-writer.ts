import { chunkTexts } from '../../records/chunk-lines';
import { shortFloat } from '../../records/content-columns';
import type { FileRecord } from '../../records/file-record';
import { asJson } from '../../records/record-columns';

/** An object a record. */
export function writeJsonl(records: AsyncIterable<FileRecord>): AsyncGenerator<Uint8Array> {
  return chunkTexts(lines());

  async function* lines(): AsyncGenerator<string> {
    for await (const record of records) yield `${JSON.stringify(objectOf(record))}\n`;
  }
}

function objectOf(record: FileRecord) {
  return {
    id: record.id,
    split: record.split,
    label: record.label,
    ...contentOf(record),
    annotations: record.annotations.map(asJson),
    inclusion_probability: record.inclusionProbability,
    weight: record.weight,
  };
}

function contentOf({ content }: FileRecord) {
  if (content === null) return {};
  if (content.kind === 'text') return { text: content.text };
  return content.kind === 'image'
    ? { image: content.path }
    : { features: Array.from(content.values, shortFloat) };
}
