import type { FileFormatName } from '@/lib/contracts/file-format';
import type { Modality } from '@/lib/contracts/project';
import type { FileRecord, RecordItem } from './records/file-record';

/** Which columns or keys hold what, where they are not called as usual. */
export interface RecordNames {
  readonly id?: string;
  readonly label?: string;
  readonly text?: string;
  readonly split?: string;
}

/** A file on this machine. */
export interface FileSource {
  readonly path: string;
  /** what to call it in messages */
  readonly name: string;
  readonly names?: RecordNames;
  /** what its files are where that cannot be seen: of a zip with texts that are named like images, say */
  readonly modality?: Modality;
  /** folder in which the images lie that the file only names */
  readonly imageFolder?: string;
}

/** What a writer has to know before the first record. */
export interface RecordShape {
  /** null where records hold labels only */
  readonly modality: Modality | null;
  /** feature columns; 0 unless the modality is features */
  readonly features: number;
  /** classes by number; empty where nobody knows them all */
  readonly classes: readonly string[];
}

/** A file format: how records are read of it and how they are written. Both hold a bounded number of records at a time. */
export interface FileFormat {
  readonly name: FileFormatName;
  /** Every record in the file's order. @throws AppError `bad-input` where the file as a whole cannot be read */
  read(source: FileSource): AsyncIterable<RecordItem>;
  /** The bytes of the file. @throws AppError `bad-input` for a record that the format cannot hold */
  write(records: AsyncIterable<FileRecord>, shape: RecordShape): AsyncIterable<Uint8Array>;
}
