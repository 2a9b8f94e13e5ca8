import type { IngestRules } from '@/lib/contracts/ingest';
import { AppError } from '@/lib/errors';
import { createMatrix } from '@/lib/numeric/matrix';
import type { Container } from '../../container';
import type { DatabaseClient } from '../../db/client';
import type { JobContext } from '../../jobs/job';
import type { MatrixShard } from '../../storage/matrix-store';
import type { NewExample } from '../ingest.repository';
import { findTaken, insertExamples, insertRejects, updateIngest } from '../ingest.repository';
import type { CandidateContent, IngestItem } from './candidate';
import { ClassNumbers } from './class-numbers';
import type { ExaminedBatch, ExaminedImage } from './examined-batch';
import { keepAccepted } from './examined-batch';
import type { IngestState } from './ingest-state';
import { ingestFiles } from './ingest-state';
import type { Accepted, Placed } from './sort-batch';
import { sortBatch } from './sort-batch';
import type { StoredContent } from './stored-content';
import { NO_CONTENT, storeContents } from './stored-content';

/** Told in the transaction that writes a batch. */
export type OnPlaced = (tx: DatabaseClient, placed: readonly Placed[]) => Promise<void>;

/** What a file of a batch becomes, given its folders. */
export type ItemOfFile = (file: ExaminedBatch['files'][number]) => IngestItem<ExaminedImage>;

/** Where the bytes of a batch's examples lie now. */
interface Stored {
  /** one an example; none where they are feature rows */
  readonly contents: readonly StoredContent[];
  readonly shards: readonly MatrixShard[];
  /** a pack that is not needed once the rows are written */
  readonly obsolete?: string | null;
}

const TRANSACTION = { maxWait: 30_000, timeout: 120_000 };

/** Writes batches of a source's items: first their bytes, then in one transaction rows, rejects, counts and checkpoint. */
export class IngestWriter {
  private readonly files: ReturnType<typeof ingestFiles>;

  constructor(
    private readonly container: Container,
    private readonly ingest: { readonly id: string; readonly projectId: string },
    private readonly rules: IngestRules,
    private readonly classes: readonly string[],
    private readonly context: JobContext,
    private current: IngestState,
    private readonly onPlaced?: OnPlaced,
  ) {
    this.files = ingestFiles(ingest.projectId, ingest.id);
  }

  get state(): IngestState {
    return this.current;
  }

  async write(items: readonly IngestItem[]): Promise<void> {
    await this.commit(items, async (accepted) => {
      const contents = accepted.map(({ candidate: { content } }) => content);
      const rows = contents.flatMap((content) => (content.kind === 'row' ? [content.values] : []));
      const stored = await this.storeContents(contents);
      return { contents: stored, shards: await this.writeRows(rows) };
    });
  }

  /** The same for images whose bytes are written already. @param done how many of the batch were dealt with before */
  async writeExamined(batch: ExaminedBatch, itemOf: ItemOfFile, done: number): Promise<void> {
    const { blobs } = this.container;
    const { obsolete } = await this.commit(batch.files.slice(done).map(itemOf), async (accepted) => {
      const images = accepted.map(({ candidate: { content } }) => content);
      const kept = await keepAccepted(blobs, this.files.packs, batch, images);
      return { ...kept, shards: this.current.shards };
    });
    // What was dealt with before may lie in it.
    if (obsolete && done === 0) await blobs.removeAll(obsolete);
  }

  private async commit<Content>(
    items: readonly IngestItem<Content>[],
    store: (accepted: readonly Accepted<Content>[]) => Promise<Stored>,
  ): Promise<Stored> {
    const { db } = this.container;
    const newClasses = [...this.current.newClasses];
    const candidates = items.flatMap((item) => ('candidate' in item ? [item.candidate] : []));
    const sorted = sortBatch(items, {
      classes: new ClassNumbers(this.classes, newClasses, this.rules.addClasses),
      splitRule: this.rules.split,
      taken: await findTaken(db, this.ingest.projectId, {
        contentHashes: candidates.map(({ contentHash }) => contentHash),
        keys: candidates.map(({ key }) => key),
      }),
    });
    const stored = await store(sorted.accepted);
    const { contents, shards } = stored;
    const firstRow = this.current.firstRow + this.current.accepted;
    const examples = sorted.accepted.map(({ candidate, split, fileLabel }, index): NewExample => {
      const { key, contentHash } = candidate;
      return {
        row: firstRow + index,
        key,
        split,
        fileLabel,
        contentHash,
        ...(contents[index] ?? NO_CONTENT),
      };
    });
    const next: IngestState = {
      ...this.current,
      newClasses,
      shards: [...shards],
      position: this.current.position + items.length,
      cursor: items.at(-1)?.cursor ?? null,
      accepted: this.current.accepted + examples.length,
      duplicates: this.current.duplicates + sorted.duplicates.length,
      rejected: this.current.rejected + sorted.rejected.length,
      recoded: this.current.recoded + examples.filter(wasRecoded).length,
    };
    await db.$transaction(async (tx) => {
      // First, because it fails where another worker has taken over.
      await this.context.saveCheckpoint(next, tx);
      if (examples.length > 0) await insertExamples(tx, this.ingest, examples);
      await insertRejects(tx, this.ingest.id, [...sorted.duplicates, ...sorted.rejected]);
      await updateIngest(tx, this.ingest.id, countsOf(next));
      await this.onPlaced?.(tx, sorted.placed);
    }, TRANSACTION);
    this.current = next;
    return stored;
  }

  private storeContents(contents: readonly CandidateContent[]): Promise<StoredContent[]> {
    const place = { folder: this.files.packs, number: this.current.position };
    const withBytes = contents.flatMap((content) => (content.kind === 'row' ? [] : content));
    return storeContents(this.container.blobs, place, withBytes);
  }

  private async writeRows(rows: readonly Float32Array[]): Promise<readonly MatrixShard[]> {
    const columns = rows[0]?.length;
    if (columns === undefined) return this.current.shards;
    const data = new Float32Array(rows.length * columns);
    rows.forEach((values, index) => data.set(values, index * columns));
    const writer = this.container.matrices.writer(this.files.matrix, columns, this.current.shards);
    await writer.append(createMatrix(data, rows.length, columns));
    return writer.flush();
  }
}

function wasRecoded({ encoding }: NewExample): boolean {
  return encoding !== null && encoding !== 'utf-8';
}

export function countsOf(state: IngestState) {
  return {
    acceptedCount: state.accepted,
    duplicateCount: state.duplicates,
    rejectedCount: state.rejected,
    recodedCount: state.recoded,
  };
}

/** @throws AppError `cancelled` once the work is to stop */
export function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new AppError('cancelled', 'The ingest was stopped.');
}
