import { chunkTexts } from '../../records/chunk-lines';
import type { FileRecord, RecordAnnotation } from '../../records/file-record';
import { AppError } from '@/lib/errors';
import { CONTROL, LOCAL_FILES } from './tasks';

/** A list of tasks, a line a task, for *Import* of Label Studio. */
export function writeLabelStudio(records: AsyncIterable<FileRecord>): AsyncGenerator<Uint8Array> {
  return chunkTexts(parts());

  async function* parts(): AsyncGenerator<string> {
    let separator = '[\n';
    for await (const record of records) {
      yield separator + JSON.stringify(taskOf(record));
      separator = ',\n';
    }
    yield separator === '[\n' ? '[]\n' : '\n]\n';
  }
}

function taskOf(record: FileRecord) {
  const { id, split, annotations, label, inclusionProbability, weight } = record;
  const { object, value } = contentOf(record);
  const answers = annotations.map((annotation) => answerOf(annotation, object));
  // a label without an answer came with the file
  const fileLabel = label !== null && annotations.length === 0 ? [truthOf(label, object)] : [];
  return {
    data: { [object]: value },
    meta: {
      winnow: {
        id,
        split,
        inclusion_probability: inclusionProbability,
        weight,
        // not completed_by: Label Studio refuses addresses that are no member of it
        annotators: annotations.map(({ annotator }) => annotator),
      },
    },
    annotations: [...fileLabel, ...answers],
  };
}

function answerOf({ label, seconds, labeledAt }: RecordAnnotation, object: string) {
  return {
    result: label === null ? [] : [choiceOf(label, object)],
    was_cancelled: label === null,
    lead_time: seconds,
    ...(labeledAt !== null && { created_at: labeledAt }),
  };
}

function truthOf(label: string, object: string) {
  return { result: [choiceOf(label, object)], ground_truth: true, was_cancelled: false };
}

function choiceOf(label: string, object: string) {
  return { from_name: CONTROL, to_name: object, type: 'choices', value: { choices: [label] } };
}

function contentOf({ id, content }: FileRecord): { object: string; value: string } {
  if (content?.kind === 'text') return { object: 'text', value: content.text };
  if (content?.kind === 'image') {
    return {
      object: 'image',
      value: LOCAL_FILES + content.path.split('/').map(encodeURIComponent).join('/'),
    };
  }
  throw new AppError(
    'bad-input',
    `“${id}” is no text and no image, and a task of Label Studio is one of them.`,
    'Choose CSV, JSON Lines or Parquet.',
  );
}
