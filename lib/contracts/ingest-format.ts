import type { IngestFormat } from './ingest';
import type { Modality } from './project';

export interface IngestFormatInfo {
  readonly title: string;
  readonly description: string;
  /** what the examples can be */
  readonly modalities: readonly Modality[];
  /** file name extensions of an upload; empty where it cannot be uploaded */
  readonly extensions: readonly string[];
  readonly takesLabelsFile: boolean;
  /** folders can name split and class */
  readonly hasFolders: boolean;
  /** columns can be named for id, label and split */
  readonly hasColumns: boolean;
}

/** What can be ingested, in the order in which it is offered. */
export const INGEST_FORMAT_INFO: Readonly<Record<IngestFormat, IngestFormatInfo>> = {
  zip: {
    title: 'Zip of files',
    description:
      'Images (JPEG, PNG, WebP, GIF, AVIF) or text files. A folder a class; above it, if wanted, folders pool, seed and test.',
    modalities: ['image', 'text'],
    extensions: ['.zip'],
    takesLabelsFile: false,
    hasFolders: true,
    hasColumns: false,
  },
  folder: {
    title: 'Folder on the server',
    description: 'As a zip, without packing it: a folder a class; above it, if wanted, pool, seed and test.',
    modalities: ['image', 'text'],
    extensions: [],
    takesLabelsFile: false,
    hasFolders: true,
    hasColumns: false,
  },
  idx: {
    title: 'IDX images',
    description: 'Gray images as of MNIST, gzipped or not, with or without the file of their labels.',
    modalities: ['image'],
    extensions: ['.gz', '.idx', ''],
    takesLabelsFile: true,
    hasFolders: false,
    hasColumns: false,
  },
  npy: {
    title: 'NumPy matrix',
    description: 'A row of features an example, with or without a file of labels.',
    modalities: ['features'],
    extensions: ['.npy'],
    takesLabelsFile: true,
    hasFolders: false,
    hasColumns: false,
  },
  csv: {
    title: 'CSV table',
    description:
      'A row an example, its features in columns of numbers, or its text in one column; columns for id, label and split if wanted.',
    modalities: ['text', 'features'],
    extensions: ['.csv', '.tsv', '.txt'],
    takesLabelsFile: true,
    hasFolders: false,
    hasColumns: true,
  },
  jsonl: {
    title: 'JSON Lines',
    description: 'An object a line: its text, and id, label and split if wanted.',
    modalities: ['text'],
    extensions: ['.jsonl', '.ndjson'],
    takesLabelsFile: false,
    hasFolders: false,
    hasColumns: true,
  },
  parquet: {
    title: 'Parquet table',
    description:
      'Columns of numbers, a column of lists of numbers, or a column of texts; columns for id, label and split if wanted.',
    modalities: ['text', 'features'],
    extensions: ['.parquet', '.pq'],
    takesLabelsFile: true,
    hasFolders: false,
    hasColumns: true,
  },
};
