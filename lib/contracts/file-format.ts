import type { Modality } from './project';

/** Files that examples and labels come in and go out as, in the order in which they are offered. */
export const FILE_FORMATS = [
  'folder',
  'zip',
  'hugging-face',
  'cvat',
  'idx',
  'npy',
  'csv',
  'jsonl',
  'parquet',
  'label-studio',
  'prodigy',
] as const;
export type FileFormatName = (typeof FILE_FORMATS)[number];

/** How a format is brought in. */
export interface IngestFacts {
  /** what the examples can be */
  readonly modalities: readonly Modality[];
  /** file name extensions of an upload; empty where it cannot be uploaded */
  readonly extensions: readonly string[];
  readonly takesLabelsFile: boolean;
  /** the file itself can name split and class, by folders or otherwise */
  readonly hasFolders: boolean;
  /** columns can be named for id, label and split */
  readonly hasColumns: boolean;
}

/** What an export holds of an example beside its facts. */
export type ExportedContent = 'inside' | 'named';

/** How a format is given out. */
export interface ExportFacts {
  /** the examples that it can hold, and whether their content is in the file or only named there */
  readonly content: Partial<Readonly<Record<Modality, ExportedContent>>>;
  /** of the file, with its dot */
  readonly extension: string;
  readonly contentType: string;
}

export interface FileFormatInfo {
  readonly title: string;
  readonly description: string;
  readonly ingest: IngestFacts;
  /** null where it is only read */
  readonly export: ExportFacts | null;
}

const ZIP = { extension: '.zip', contentType: 'application/zip' } as const;

/** Every format that Winnow reads or writes. Dialogs, command line, API and documentation are made of this. */
export const FILE_FORMAT_INFO: Readonly<Record<FileFormatName, FileFormatInfo>> = {
  folder: {
    title: 'Folder on the server',
    description: 'As a zip, without packing it: a folder a class; above it, if wanted, pool, seed and test.',
    ingest: {
      modalities: ['image', 'text'],
      extensions: [],
      takesLabelsFile: false,
      hasFolders: true,
      hasColumns: false,
    },
    export: null,
  },
  zip: {
    title: 'Zip of files',
    description:
      'A folder a class, as ImageFolder, Keras, Ultralytics, Roboflow and FiftyOne know it: images (JPEG, PNG, WebP, GIF, AVIF) or text files; above it, if wanted, folders pool (or train), seed and test.',
    ingest: {
      modalities: ['image', 'text'],
      extensions: ['.zip'],
      takesLabelsFile: false,
      hasFolders: true,
      hasColumns: false,
    },
    export: { content: { image: 'inside', text: 'inside' }, ...ZIP },
  },
  'hugging-face': {
    title: 'Hugging Face image folder',
    description:
      'A zip of images with metadata.csv, .jsonl or .parquet, as load_dataset("imagefolder") reads it.',
    ingest: {
      modalities: ['image'],
      extensions: ['.zip'],
      takesLabelsFile: false,
      hasFolders: true,
      hasColumns: false,
    },
    export: { content: { image: 'inside' }, ...ZIP },
  },
  cvat: {
    title: 'CVAT ImageNet zip',
    description:
      'CVAT’s export and import “ImageNet 1.0”: a folder a label, no_label for the rest, or lists with synsets.txt.',
    ingest: {
      modalities: ['image'],
      extensions: ['.zip'],
      takesLabelsFile: false,
      hasFolders: true,
      hasColumns: false,
    },
    export: { content: { image: 'inside' }, ...ZIP },
  },
  idx: {
    title: 'IDX images',
    description: 'Gray images as of MNIST, gzipped or not, with or without the file of their labels.',
    ingest: {
      modalities: ['image'],
      extensions: ['.gz', '.idx', ''],
      takesLabelsFile: true,
      hasFolders: false,
      hasColumns: false,
    },
    export: null,
  },
  npy: {
    title: 'NumPy matrix',
    description: 'A row of features an example, with or without a file of labels.',
    ingest: {
      modalities: ['features'],
      extensions: ['.npy'],
      takesLabelsFile: true,
      hasFolders: false,
      hasColumns: false,
    },
    export: null,
  },
  csv: {
    title: 'CSV table',
    description:
      'A row an example, its features in columns of numbers, its text in one column, or the path of its image; columns for id, label and split if wanted.',
    ingest: {
      modalities: ['image', 'text', 'features'],
      extensions: ['.csv', '.tsv', '.txt'],
      takesLabelsFile: true,
      hasFolders: false,
      hasColumns: true,
    },
    export: {
      content: { image: 'named', text: 'inside', features: 'inside' },
      extension: '.csv',
      contentType: 'text/csv; charset=utf-8',
    },
  },
  jsonl: {
    title: 'JSON Lines',
    description: 'An object a line: its text or the path of its image, and id, label and split if wanted.',
    ingest: {
      modalities: ['image', 'text'],
      extensions: ['.jsonl', '.ndjson'],
      takesLabelsFile: false,
      hasFolders: false,
      hasColumns: true,
    },
    export: {
      content: { image: 'named', text: 'inside', features: 'inside' },
      extension: '.jsonl',
      contentType: 'application/x-ndjson',
    },
  },
  parquet: {
    title: 'Parquet table',
    description:
      'Columns of numbers, a column of lists of numbers, of texts, or of images with their bytes, as the library datasets writes them; columns for id, label and split if wanted.',
    ingest: {
      modalities: ['image', 'text', 'features'],
      extensions: ['.parquet', '.pq'],
      takesLabelsFile: true,
      hasFolders: false,
      hasColumns: true,
    },
    export: {
      content: { image: 'inside', text: 'inside', features: 'inside' },
      extension: '.parquet',
      contentType: 'application/vnd.apache.parquet',
    },
  },
  'label-studio': {
    title: 'Label Studio JSON',
    description: 'Tasks with their annotations, as Label Studio exports and imports them.',
    ingest: {
      modalities: ['image', 'text'],
      extensions: ['.json'],
      takesLabelsFile: false,
      hasFolders: true,
      hasColumns: false,
    },
    export: {
      content: { image: 'named', text: 'inside' },
      extension: '.json',
      contentType: 'application/json',
    },
  },
  prodigy: {
    title: 'Prodigy JSONL',
    description: 'Tasks with their answers, as db-out writes and db-in reads them.',
    ingest: {
      modalities: ['image', 'text'],
      extensions: ['.jsonl'],
      takesLabelsFile: false,
      hasFolders: true,
      hasColumns: false,
    },
    export: {
      content: { image: 'named', text: 'inside' },
      extension: '.jsonl',
      contentType: 'application/x-ndjson',
    },
  },
};

/** The formats that examples of a kind can be given out in. */
export function exportFormats(modality: Modality): FileFormatName[] {
  return FILE_FORMATS.filter((format) => FILE_FORMAT_INFO[format].export?.content[modality] !== undefined);
}
