import { z } from 'zod';
import { parseSplit } from '../../datasets/ingest/split-name';
import type { RecordAnnotation, RecordFacts } from './file-record';

/** Columns of a table beside its content, in the order in which they are written. */
export const RECORD_COLUMNS = [
  'id',
  'split',
  'label',
  'annotator',
  'seconds',
  'labeled_at',
  'annotations',
  'inclusion_probability',
  'weight',
] as const;
export type RecordColumn = (typeof RECORD_COLUMNS)[number];

/** Those of them that hold numbers. */
export const NUMBER_COLUMNS: readonly RecordColumn[] = ['seconds', 'inclusion_probability', 'weight'];

export type FlatRecord = Readonly<Record<RecordColumn, string | number | null>>;

/**
 * A record as one row. `annotator`, `seconds` and `labeled_at` are of the newest answer; where they and the label do not
 * tell all (several answers, a skip), `annotations` holds every answer as JSON.
 */
export function flattenRecord(record: RecordFacts): FlatRecord {
  const { annotations } = record;
  const newest = annotations.at(-1);
  const [only] = annotations.length === 1 ? annotations : [];
  const toldByRow =
    only !== undefined &&
    only.label !== null &&
    only.label === record.label &&
    (only.annotator !== null || only.seconds !== null || only.labeledAt !== null);
  return {
    id: record.id,
    split: record.split,
    label: record.label,
    annotator: newest?.annotator ?? null,
    seconds: newest?.seconds ?? null,
    labeled_at: newest?.labeledAt ?? null,
    annotations: annotations.length === 0 || toldByRow ? null : JSON.stringify(annotations.map(asJson)),
    inclusion_probability: record.inclusionProbability,
    weight: record.weight,
  };
}

/** An answer as JSON tells it. */
export function asJson({ label, annotator, seconds, labeledAt }: RecordAnnotation) {
  return { label, annotator, seconds, labeled_at: labeledAt };
}

const seconds = z.number().nonnegative();
const annotationSchema = z
  .object({
    label: z.string().nullable().default(null),
    annotator: z.string().nullable().default(null),
    seconds: seconds.nullable().default(null),
    labeled_at: z.string().nullable().default(null),
  })
  .transform(({ labeled_at: labeledAt, ...annotation }): RecordAnnotation => ({ ...annotation, labeledAt }));
const annotationsSchema = z.array(annotationSchema);

export interface FactsProblem {
  readonly problem: { readonly code: string; readonly reason: string };
}

function problemOf(code: string, reason: string): FactsProblem {
  return { problem: { code, reason } };
}

/**
 * The facts of a row, from text cells or typed ones.
 *
 * @param cell the value of a column; null or undefined where it has none
 * @param defaultId what the row is called where it has no id
 */
export function readFacts(
  cell: (column: RecordColumn) => unknown,
  defaultId: string | null,
): RecordFacts | FactsProblem {
  const id = textCell(cell('id')) ?? defaultId;
  if (id === null) return problemOf('no-id', 'It has no id.');
  const splitName = textCell(cell('split'));
  const split = splitName === null ? null : parseSplit(splitName);
  if (splitName !== null && split === null) {
    return problemOf('unknown-split', `“${splitName.slice(0, 40)}” is none of pool, train, seed and test.`);
  }
  const label = textCell(cell('label'));
  const numbers = { seconds: numberCell(cell('seconds')), weight: numberCell(cell('weight')) };
  const inclusionProbability = numberCell(cell('inclusion_probability'));
  if (numbers.seconds !== null && !seconds.safeParse(numbers.seconds).success) {
    return problemOf('bad-seconds', `Its seconds are “${shown(cell('seconds'))}”, not a number from 0.`);
  }
  if (numbers.weight !== null && !(numbers.weight > 0 && numbers.weight < Infinity)) {
    return problemOf('bad-weight', `Its weight is “${shown(cell('weight'))}”, not a number above 0.`);
  }
  if (inclusionProbability !== null && !(inclusionProbability > 0 && inclusionProbability <= 1)) {
    return problemOf(
      'bad-probability',
      `Its inclusion probability is “${shown(cell('inclusion_probability'))}”, not above 0 up to 1.`,
    );
  }
  const newest = {
    label,
    annotator: textCell(cell('annotator')),
    seconds: numbers.seconds,
    labeledAt: textCell(cell('labeled_at')),
  };
  const annotations = readAnnotations(cell('annotations'), newest);
  if (!annotations) {
    return problemOf('bad-annotations', 'Its annotations are not the JSON list that Winnow writes.');
  }
  return { id, split, label, annotations, inclusionProbability, weight: numbers.weight };
}

/** Every answer as the list tells; without a list, the one that the row itself tells of. Null where the list is none. */
function readAnnotations(list: unknown, newest: RecordAnnotation): readonly RecordAnnotation[] | null {
  if (list !== null && list !== undefined && list !== '') {
    const text = textCell(list);
    const parsed = annotationsSchema.safeParse(text === null ? list : parseJson(text));
    return parsed.success ? parsed.data : null;
  }
  const { label, annotator, seconds: taken, labeledAt } = newest;
  return label !== null && (annotator !== null || taken !== null || labeledAt !== null) ? [newest] : [];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function shown(value: unknown): string {
  return String(value).slice(0, 40);
}

/** A cell as text; null where there is none. */
export function textCell(value: unknown): string | null {
  if (Buffer.isBuffer(value)) return value.length === 0 ? null : value.toString('utf8');
  if (typeof value === 'string') return value === '' ? null : value;
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'
    ? String(value)
    : null;
}

/** A cell as a number; null where there is none, NaN where it is something else. */
function numberCell(value: unknown): number | null {
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
  const text = textCell(value)?.trim() ?? '';
  return text === '' ? null : Number(text);
}
