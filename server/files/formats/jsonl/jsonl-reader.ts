import { readJsonLines } from '../../../datasets/formats/jsonl-lines';
import type { FileSource } from '../../file-format';
import type { ContentColumns } from '../../records/content-columns';
import { contentColumns, readFeatures } from '../../records/content-columns';
import type { RecordItem } from '../../records/file-record';
import { rejectRecord } from '../../records/file-record';
import { idOfRow, tableRecord } from '../../records/table-record';

/** Objects of a JSON Lines file, in constant memory. */
export async function* readJsonl({ path, name, names = {} }: FileSource): AsyncGenerator<RecordItem> {
  for await (const { index, place: line, value, problem } of readJsonLines(path, name)) {
    const place = `${name}, ${line}`;
    if (!value) {
      yield rejectRecord(place, 'broken-row', problem ?? 'It holds nothing.');
      continue;
    }
    const { features } = value;
    const cell = (column: string) => value[column];
    const content: ContentColumns = Array.isArray(features)
      ? null
      : contentOfNames(Object.keys(value), names.text);
    const image = content?.kind === 'image' ? value[content.column] : null;
    const defaultId = idOfRow(name, index, content, image);
    const item = tableRecord({ place, cell, content, names, defaultId });
    yield Array.isArray(features) ? withFeatures(item, features) : item;
  }
}

/** Keys that are no fact and no content are other people's and are passed over. */
function contentOfNames(keys: readonly string[], text: string | undefined): ContentColumns {
  const content = contentColumns(keys, { text });
  return content?.kind === 'features' ? null : content;
}

function withFeatures(item: RecordItem, features: readonly unknown[]): RecordItem {
  if ('rejection' in item) return item;
  const content = readFeatures(features, null);
  if ('problem' in content) return rejectRecord(item.place, content.problem.code, content.problem.reason);
  return { ...item, record: { ...item.record, content } };
}
