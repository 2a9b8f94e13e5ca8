import { z } from 'zod';
import type { FileSource } from '../../file-format';
import { contentColumns, readContent } from '../../records/content-columns';
import type { RecordAnnotation, RecordContent, RecordItem } from '../../records/file-record';
import { countingLabel, rejectRecord } from '../../records/file-record';
import type { RecordColumn } from '../../records/record-columns';
import { readFacts } from '../../records/record-columns';
import { readJsonArray } from './json-array';
import type { Task, TaskAnnotation } from './tasks';
import { LOCAL_FILES, taskSchema } from './tasks';

/** Tasks of an export or import of Label Studio. */
export async function* readLabelStudio({ path, name, names = {} }: FileSource): AsyncGenerator<RecordItem> {
  for await (const { index, value } of readJsonArray(path, name)) {
    const place = `${name}, task ${index}`;
    // Label Studio takes an object without `data` for the data itself.
    const parsed = taskSchema.safeParse(isBare(value) ? { data: value } : value);
    yield parsed.success
      ? readTask(parsed.data, place, names.text, `${name.replace(/\.[^.]*$/, '')}/${index}`)
      : rejectRecord(place, 'broken-row', `It is no task: ${z.prettifyError(parsed.error).split('\n')[0]}.`);
  }
}

function isBare(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !('data' in value);
}

function readTask(task: Task, place: string, textKey: string | undefined, fallbackId: string): RecordItem {
  const answers = readAnnotations(task);
  if (!answers)
    return rejectRecord(place, 'several-labels', 'An annotation has several choices; Winnow takes one.');
  const winnow = task.meta?.winnow;
  const kept: Partial<Record<RecordColumn, unknown>> = {
    id: winnow?.id,
    split: winnow?.split,
    inclusion_probability: winnow?.inclusion_probability,
    weight: winnow?.weight,
  };
  const facts = readFacts((column) => kept[column], task.id === undefined ? fallbackId : String(task.id));
  if ('problem' in facts) return rejectRecord(place, facts.problem.code, facts.problem.reason);
  const content = contentOf(task.data, textKey);
  if (content && 'problem' in content)
    return rejectRecord(place, content.problem.code, content.problem.reason);
  const { annotations, fileLabel } = answers;
  const label = countingLabel(fileLabel, annotations);
  return { record: { ...facts, label, annotations, content }, place };
}

/** A text or the address of an image; what else the data holds is for annotators to see. */
function contentOf(data: Task['data'], textKey: string | undefined) {
  const columns = contentColumns(Object.keys(data), { text: textKey });
  if (columns?.kind === 'features') return null;
  const content = readContent(columns, (column) => data[column]);
  return content && 'kind' in content && content.kind === 'image' ? withoutStorage(content) : content;
}

function withoutStorage(content: Extract<RecordContent, { kind: 'image' }>): RecordContent {
  if (!content.path.startsWith(LOCAL_FILES)) return content;
  const path = content.path.slice(LOCAL_FILES.length);
  try {
    return { ...content, path: decodeURIComponent(path) };
  } catch {
    return { ...content, path };
  }
}

/** Answers, and the label that came with the task. Null where an answer has several choices. */
function readAnnotations(task: Task) {
  const annotations: RecordAnnotation[] = [];
  let fileLabel: string | null = null;
  const people = task.meta?.winnow?.annotators ?? [];
  for (const annotation of task.annotations ?? task.completions ?? []) {
    const choices = annotation.result.flatMap(({ value }) => value?.choices ?? []);
    if (choices.length > 1) return null;
    const label = annotation.was_cancelled ? null : (choices[0] ?? null);
    if (isFileLabel(annotation)) fileLabel = label;
    else {
      annotations.push({
        label,
        annotator: people[annotations.length] ?? nameOf(annotation.completed_by),
        seconds: annotation.lead_time ?? null,
        labeledAt: annotation.created_at ?? null,
      });
    }
  }
  return { annotations, fileLabel };
}

/** A label that nobody gave: how Winnow writes what came with the file. */
function isFileLabel({
  ground_truth: isTruth,
  completed_by: by,
  lead_time: seconds,
  created_at: at,
}: TaskAnnotation) {
  return isTruth === true && by == null && seconds == null && at == null;
}

function nameOf(by: TaskAnnotation['completed_by']): string | null {
  if (by === null || by === undefined) return null;
  if (typeof by === 'object') return by.email ?? (by.id === undefined ? null : String(by.id));
  return String(by);
}
