import type { IngestFormat } from '@/lib/contracts/ingest';

/** The format that a file name speaks of; null where it speaks of none. */
export function guessFormat(fileName: string): IngestFormat | null {
  const name = fileName.toLowerCase().replace(/\.gz$/, '');
  if (name.endsWith('.zip')) return 'zip';
  if (name.endsWith('.npy')) return 'npy';
  if (name.endsWith('.csv')) return 'csv';
  if (/\.(jsonl|ndjson)$/.test(name)) return 'jsonl';
  if (name.endsWith('.parquet')) return 'parquet';
  if (name.endsWith('.json')) return 'label-studio';
  if (/(\.idx|idx\d-ubyte|-ubyte|\.idx\d)$/.test(name)) return 'idx';
  return null;
}

function speaksOfLabels(fileName: string): boolean {
  return /label|idx1|target|classes/i.test(fileName);
}

export interface AssignedFiles<NamedFile extends { readonly name: string }> {
  readonly examples: NamedFile | null;
  readonly labels: NamedFile | null;
  readonly format: IngestFormat | null;
  /** Files that are neither: one ingest takes one file of examples and one of labels. */
  readonly left: readonly NamedFile[];
}

/** Which of the dropped files holds the examples and which their labels. */
export function assignFiles<NamedFile extends { readonly name: string }>(
  files: readonly NamedFile[],
): AssignedFiles<NamedFile> {
  const labels = files.length > 1 ? (files.find((file) => speaksOfLabels(file.name)) ?? null) : null;
  const others = files.filter((file) => file !== labels);
  const examples = others.find((file) => guessFormat(file.name) !== null) ?? others[0] ?? null;
  return {
    examples,
    labels,
    format: examples && guessFormat(examples.name),
    left: others.filter((file) => file !== examples),
  };
}
