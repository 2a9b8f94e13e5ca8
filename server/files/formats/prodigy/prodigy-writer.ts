import { AppError } from '@/lib/errors';
import type { RecordShape } from '../../file-format';
import { chunkTexts } from '../../records/chunk-lines';
import type { FileRecord, RecordAnnotation } from '../../records/file-record';

/** A line an answer, for `db-in`; a record without answers is one line without an answer, for a recipe to ask. */
export function writeProdigy(
  records: AsyncIterable<FileRecord>,
  { classes }: RecordShape,
): AsyncGenerator<Uint8Array> {
  const options = classes.length > 0 ? { options: classes.map((name) => ({ id: name, text: name })) } : {};
  return chunkTexts(lines());

  async function* lines(): AsyncGenerator<string> {
    for await (const record of records) {
      for (const answer of answersOf(record)) {
        yield `${JSON.stringify({ ...contentOf(record), ...options, ...answer })}\n`;
      }
    }
  }
}

function answersOf(record: FileRecord) {
  const { id, split, label, annotations, inclusionProbability, weight } = record;
  const meta = { winnow_id: id, split, inclusion_probability: inclusionProbability, weight };
  const fromFile = label !== null && annotations.length === 0;
  const answers: object[] = annotations.map((annotation) => answerOf(annotation, meta));
  if (fromFile) answers.unshift({ accept: [label], answer: 'accept', meta: { ...meta, from_file: true } });
  return answers.length > 0 ? answers : [{ meta }];
}

function answerOf({ label, annotator, seconds, labeledAt }: RecordAnnotation, meta: object) {
  const timestamp = labeledAt === null ? NaN : Date.parse(labeledAt) / 1000;
  return {
    accept: label === null ? [] : [label],
    answer: label === null ? 'ignore' : 'accept',
    ...(Number.isFinite(timestamp) && { _timestamp: Math.round(timestamp) }),
    ...(annotator !== null && { _annotator_id: annotator, _session_id: annotator }),
    // the exact moment: Prodigy's own has whole seconds
    meta: { ...meta, seconds, labeled_at: labeledAt },
  };
}

function contentOf({ id, content }: FileRecord) {
  if (content?.kind === 'text') return { text: content.text };
  if (content?.kind === 'image') return { image: content.path };
  throw new AppError(
    'bad-input',
    `“${id}” is no text and no image, and a task of Prodigy is one of them.`,
    'Choose CSV, JSON Lines or Parquet.',
  );
}
