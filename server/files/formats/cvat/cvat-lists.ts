import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Split } from '@/lib/contracts/project';
import { AppError } from '@/lib/errors';
import { parseSplit } from '../../../datasets/ingest/split-name';
import { rejectRecord } from '../../records/file-record';
import type { TableRow, UnpackedTable } from '../../zip/zip-tables';

const SYNSETS = 'synsets.txt';
/** `path label-number`, the path without its extension in quotes where it has spaces */
const LINE = /^(?:"([^"]*)"(\S*)|(\S+?))(?:\s+([\d\s]*))?$/;

/** Lists at the top of the zip: class names in synsets.txt, and a file of labels a subset. */
export function isCvatList(path: string): boolean {
  return /^[^/]+\.txt$/.test(path);
}

/** What the lists say of the files below `images/`. @throws AppError `bad-input` where the class names are missing */
export async function* readCvatLists(
  lists: readonly UnpackedTable[],
  zipName: string,
): AsyncGenerator<TableRow> {
  const synsets = lists.find(({ path }) => path === SYNSETS);
  if (lists.length === 0) return;
  if (!synsets) {
    throw new AppError(
      'bad-input',
      `${zipName} has lists of labels but no ${SYNSETS}.`,
      'Export it from CVAT again.',
    );
  }
  const classes: string[] = [];
  for await (const line of linesOf(synsets.file)) if (line.trim() !== '') classes.push(line.trim());
  for (const list of lists) {
    if (list === synsets) continue;
    const split = parseSplit(list.path.replace(/\.txt$/, ''));
    let number = 0;
    for await (const line of linesOf(list.file)) {
      number++;
      const place = `${zipName}/${list.path}, line ${number}`;
      if (line.trim() !== '') yield readLine(line.trim(), { place, classes, split });
    }
  }
}

interface Subset {
  readonly place: string;
  readonly classes: readonly string[];
  readonly split: Split | null;
}

function readLine(line: string, { place, classes, split }: Subset): TableRow {
  const rejected = (path: string, code: string, reason: string): TableRow => ({
    path,
    tellsSplit: true,
    item: rejectRecord(place, code, reason),
  });
  const [, quoted, extension = '', plain, numbers = ''] = LINE.exec(line) ?? [];
  const name = quoted === undefined ? plain : quoted + extension;
  if (name === undefined) return rejected('', 'broken-row', 'It is not a file and the number of its label.');
  const path = `images/${name}`;
  const [number, ...more] = numbers.trim() === '' ? [] : numbers.trim().split(/\s+/).map(Number);
  if (more.length > 0) return rejected(path, 'several-labels', 'It has several labels; Winnow takes one.');
  const label = number === undefined ? null : classes[number];
  if (label === undefined) return rejected(path, 'unknown-class', `${SYNSETS} has no class ${number}.`);
  const facts = { id: name, split, label, annotations: [], inclusionProbability: null, weight: null };
  return { path, tellsSplit: true, item: { record: { ...facts, content: null }, place } };
}

async function* linesOf(path: string): AsyncGenerator<string> {
  yield* createInterface({ input: createReadStream(path), crlfDelay: Infinity });
}
