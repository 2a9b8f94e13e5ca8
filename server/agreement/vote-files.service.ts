import { VOTE_FILES } from '@/lib/contracts/vote-file';
import type { VoteFile } from '@/lib/contracts/vote-file';
import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import { findExportedProject } from '../files/export.repository';
import { csvLine } from '@/lib/text/csv-line';
import { chunkTexts } from '../files/records/chunk-lines';
import type { ExportedVote } from './vote-files.repository';
import { listVotes } from './vote-files.repository';

const ROWS_AT_ONCE = 5_000;

const CONTENT_TYPES: Record<VoteFile, string> = {
  'votes.csv': 'text/csv; charset=utf-8',
  'votes.jsonl': 'application/jsonl; charset=utf-8',
};

/**
 * All answers of a project, made while they are read.
 *
 * @param namesPeople whether people are called by their address; else by their id
 * @throws AppError `not-found` for a file that there is not
 */
export async function voteFile(
  container: Container,
  input: { projectId: string; file: string; namesPeople: boolean },
): Promise<{ contentType: string; bytes: AsyncIterable<Uint8Array> }> {
  const file = VOTE_FILES.find((name) => name === input.file);
  if (!file) throw new AppError('not-found', `There is ${VOTE_FILES.join(' and ')}, no other file.`);
  const { classes, exampleCount } = await findExportedProject(container.db, input.projectId);
  return { contentType: CONTENT_TYPES[file], bytes: chunkTexts(lines()) };

  async function* lines(): AsyncGenerator<string> {
    if (file === 'votes.csv') yield csvLine(COLUMNS);
    for (let firstRow = 0; firstRow < exampleCount; firstRow += ROWS_AT_ONCE) {
      const endRow = Math.min(exampleCount, firstRow + ROWS_AT_ONCE);
      for (const vote of await listVotes(container.db, { projectId: input.projectId, firstRow, endRow })) {
        const cells = cellsOf(vote, classes, input.namesPeople);
        yield file === 'votes.csv'
          ? csvLine(COLUMNS.map((column) => csvCell(cells[column])))
          : `${JSON.stringify(cells)}\n`;
      }
    }
  }
}

const COLUMNS = [
  'id',
  'row',
  'annotator',
  'kind',
  'label',
  'unsure',
  'reason',
  'comment',
  'guess_shown',
  'source',
  'seconds',
  'labeled_at',
  'batch',
  'current',
] as const;
type Cells = Record<(typeof COLUMNS)[number], string | number | boolean | null>;

function cellsOf(vote: ExportedVote, classes: readonly string[], namesPeople: boolean): Cells {
  return {
    id: vote.key,
    row: vote.row,
    annotator: (namesPeople ? vote.email : null) ?? vote.userId,
    kind: vote.kind,
    label: vote.label === null ? null : (classes[vote.label] ?? null),
    unsure: vote.unsure,
    reason: vote.reason,
    comment: vote.comment,
    guess_shown: vote.guessShown,
    source: vote.source,
    seconds: vote.seconds,
    labeled_at: vote.createdAt.toISOString(),
    batch: vote.batchId,
    current: vote.current,
  };
}

function csvCell(cell: Cells[keyof Cells]): string | number | null {
  return typeof cell === 'boolean' ? String(cell) : cell;
}
