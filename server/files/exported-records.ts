import { AppError } from '@/lib/errors';
import type { Matrix } from '@/lib/numeric/matrix';
import { rowOf } from '@/lib/numeric/matrix';
import type { Container } from '../container';
import { readReference } from '../storage/blob-reference';
import type { ExportedAnnotation, ExportedExample, ExportedProject } from './export.repository';
import { findExamplesOfRows, findLabelsOfRows, listAnnotationsOfRows } from './export.repository';
import type { ExportedRow } from './exported-rows';
import type { FileRecord, RecordAnnotation, RecordContent } from './records/file-record';
import type { UploadedRows } from './uploaded-rows';

export interface RecordsInput {
  readonly projectId: string;
  readonly project: ExportedProject;
  readonly rows: AsyncIterable<readonly ExportedRow[]>;
  /** null unless the examples are features */
  readonly features: UploadedRows | null;
  /** whether people are called by their address; else by their id, which tells them apart and no more */
  readonly namesPeople: boolean;
  /** whether the content goes into the file or is only named there */
  readonly withContent: boolean;
}

/** Rows that the database is asked for at a time. */
export const QUERIED_ROWS = 500;

/** Rows of a project as records: what the database says, and the content when it is its turn. */
export async function* exportedRecords(
  container: Container,
  input: RecordsInput,
): AsyncGenerator<FileRecord> {
  for await (const block of input.rows) {
    const features = input.features && (await input.features.read(block.map(({ row }) => row)));
    for (let first = 0; first < block.length; first += QUERIED_ROWS) {
      const chunk = block.slice(first, first + QUERIED_ROWS);
      yield* recordsOf(container, input, chunk, features && { matrix: features, first });
    }
  }
}

async function* recordsOf(
  container: Container,
  input: RecordsInput,
  chunk: readonly ExportedRow[],
  features: { readonly matrix: Matrix; readonly first: number } | null,
): AsyncGenerator<FileRecord> {
  const { projectId, project, namesPeople } = input;
  const rows = chunk.map(({ row }) => row);
  const examples = await findExamplesOfRows(container.db, projectId, rows);
  const counting = await findLabelsOfRows(container.db, projectId, rows);
  const annotations = byRow(await listAnnotationsOfRows(container.db, projectId, rows));
  for (const [index, { row, inclusionProbability, weight }] of chunk.entries()) {
    const example = examples.get(row);
    if (!example) throw new AppError('internal', `Example ${row} is not there.`);
    const answers = (annotations.get(row) ?? []).map((answer) => recordOf(answer, project, namesPeople));
    const live = counting.get(row);
    yield {
      id: example.key,
      split: example.split,
      label: className(project, live ? live.label : example.fileLabel),
      annotations: answers,
      content: features
        ? { kind: 'features', values: rowOf(features.matrix, features.first + index) }
        : await contentOf(container, example, input),
      inclusionProbability,
      weight,
    };
  }
}

function byRow(annotations: readonly ExportedAnnotation[]): Map<number, ExportedAnnotation[]> {
  const found = new Map<number, ExportedAnnotation[]>();
  for (const annotation of annotations) {
    const answers = found.get(annotation.row);
    if (answers) answers.push(annotation);
    else found.set(annotation.row, [annotation]);
  }
  return found;
}

function recordOf(
  { label, source, seconds, createdAt, userId, email }: ExportedAnnotation,
  project: ExportedProject,
  namesPeople: boolean,
): RecordAnnotation {
  return {
    label: className(project, label),
    annotator: source === 'file' ? null : ((namesPeople ? email : null) ?? userId),
    seconds,
    labeledAt: createdAt.toISOString(),
  };
}

function className({ classes }: ExportedProject, label: number | null): string | null {
  return label === null ? null : (classes[label] ?? null);
}

async function contentOf(
  { blobs }: Container,
  { key, originalBlob, contentHash }: ExportedExample,
  { project, withContent }: RecordsInput,
): Promise<RecordContent> {
  if (originalBlob === null) throw new AppError('internal', `“${key}” has no content.`);
  const read = () => readReference(blobs, originalBlob, contentHash);
  if (project.modality === 'text') {
    return { kind: 'text', text: (await read()).toString('utf8') };
  }
  return { kind: 'image', path: key, read: withContent ? read : null };
}
