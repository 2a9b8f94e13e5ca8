import { z } from 'zod';
import { readJsonLines } from '../../../datasets/formats/jsonl-lines';
import type { FileSource } from '../../file-format';
import type { FileRecord, RecordAnnotation, RecordContent, RecordItem } from '../../records/file-record';
import { countingLabel } from '../../records/file-record';
import type { RecordColumn } from '../../records/record-columns';
import { readFacts } from '../../records/record-columns';
import { decodeDataUri } from './data-uri';
import type { ProdigyTask } from './prodigy-task';
import { prodigyMetaSchema, prodigyTaskSchema } from './prodigy-task';

/** What one line tells. */
interface Answered {
  readonly record: Omit<FileRecord, 'label' | 'annotations'>;
  readonly place: string;
  readonly annotation: RecordAnnotation | null;
  readonly fileLabel: string | null;
}

/** Tasks as `db-out` writes them. Lines of one input that follow each other are the answers about one record. */
export async function* readProdigy({ path, name, names = {} }: FileSource): AsyncGenerator<RecordItem> {
  let open: Answered[] = [];
  for await (const { index, place: line, value, problem } of readJsonLines(path, name)) {
    const place = `${name}, ${line}`;
    const answered = value
      ? readTask(value, place, `${name.replace(/\.[^.]*$/, '')}/${index}`, names.text)
      : rejected(place, 'broken-row', problem ?? 'It holds nothing.');
    const goesOn = !('rejection' in answered) && open[0]?.record.id === answered.record.id;
    if (!goesOn && open.length > 0) {
      yield recordOf(open);
      open = [];
    }
    if ('rejection' in answered) yield answered;
    else open.push(answered);
  }
  if (open.length > 0) yield recordOf(open);
}

function recordOf(lines: readonly Answered[]): RecordItem {
  const { record, place } = lines[0] as Answered;
  const annotations = lines.flatMap(({ annotation }) => annotation ?? []);
  const fileLabel = lines.find((line) => line.fileLabel !== null)?.fileLabel ?? null;
  return { record: { ...record, label: countingLabel(fileLabel, annotations), annotations }, place };
}

type Rejected = Extract<RecordItem, { rejection: unknown }>;

function rejected(place: string, code: string, reason: string): Rejected {
  return { rejection: { name: place, code, reason } };
}

function readTask(
  value: Readonly<Record<string, unknown>>,
  place: string,
  fallbackId: string,
  textKey: string | undefined,
): Answered | Rejected {
  const parsed = prodigyTaskSchema.safeParse(
    textKey === undefined ? value : { ...value, text: value[textKey] },
  );
  if (!parsed.success) {
    return rejected(place, 'broken-row', `It is no task: ${z.prettifyError(parsed.error).split('\n')[0]}.`);
  }
  const task = parsed.data;
  const meta = prodigyMetaSchema.safeParse(task.meta ?? {}).data ?? {};
  const kept: Partial<Record<RecordColumn, unknown>> = {
    id: meta.winnow_id,
    split: meta.split,
    inclusion_probability: meta.inclusion_probability,
    weight: meta.weight,
  };
  const ownId =
    task._input_hash === null || task._input_hash === undefined ? fallbackId : String(task._input_hash);
  const facts = readFacts((column) => kept[column], ownId);
  if ('problem' in facts) return rejected(place, facts.problem.code, facts.problem.reason);
  const content = contentOf(task);
  if (!content) return rejected(place, 'no-text', 'It has neither “text” nor “image”.');
  const label = labelOf(task);
  if (label === undefined)
    return rejected(place, 'several-labels', 'It accepts several options; Winnow takes one.');
  const { id, split, inclusionProbability, weight } = facts;
  const record = { id, split, inclusionProbability, weight, content };
  const isAnswered = task.answer != null || label !== null;
  const annotation =
    isAnswered && meta.from_file !== true
      ? {
          label,
          annotator: task._annotator_id ?? task._session_id ?? null,
          seconds: meta.seconds ?? null,
          labeledAt: meta.labeled_at ?? momentOf(task._timestamp),
        }
      : null;
  return { record, place, annotation, fileLabel: meta.from_file === true ? label : null };
}

/** Null for a skip, and for the rejected label of a yes-or-no task, which says only what it is not; undefined for several. */
function labelOf({ answer, accept, label }: ProdigyTask): string | null | undefined {
  if (answer === 'ignore' || answer === 'reject') return null;
  if (accept && accept.length > 1) return undefined;
  const chosen = accept ? accept[0] : label;
  return chosen === undefined || chosen === null ? null : String(chosen);
}

function contentOf({ text, image, path }: ProdigyTask): RecordContent | null {
  if (text !== undefined) return { kind: 'text', text };
  if (image === undefined) return null;
  const bytes = decodeDataUri(image);
  if (bytes) return { kind: 'image', path: path ?? 'image', read: () => Promise.resolve(bytes) };
  return { kind: 'image', path: image, read: null };
}

function momentOf(timestamp: number | null | undefined): string | null {
  const moment = new Date((timestamp ?? NaN) * 1000);
  return Number.isNaN(moment.getTime()) ? null : moment.toISOString();
}
