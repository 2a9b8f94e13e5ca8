import type { IngestRules } from '@/lib/contracts/ingest';
import { AppError } from '@/lib/errors';
import { createMatrix } from '@/lib/numeric/matrix';
import type { Container } from '../../container';
import type { DatabaseClient } from '../../db/client';
import type { JobContext } from '../../jobs/job';
import type { MatrixShard } from '../../storage/matrix-store';
import type { NewExample } from '../ingest.repository';
import { findTaken, insertExamples, insertRejects, updateIngest } from '../ingest.repository';
import type { PackedContent } from './blob-pack';
import { writeBlobPack } from './blob-pack';
import type { Candidate, IngestItem } from './candidate';
import { ClassNumbers } from './class-numbers';
import type { IngestState } from './ingest-state';
import { ingestFiles } from './ingest-state';
import type { Accepted, Placed } from './sort-batch';
import { sortBatch } from './sort-batch';

/** Told in the transaction that writes a batch. */
export type OnPlaced = (tx: DatabaseClient, placed: readonly Placed[]) => Promise<void>;

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
    const { examples, shards } = await this.writeBytes(sorted.accepted);
    const next: IngestState = {
      ...this.current,
      newClasses,
      shards,
      position: this.current.position + items.length,
      cursor: items.at(-1)?.cursor ?? null,
      accepted: this.current.accepted + sorted.accepted.length,
      duplicates: this.current.duplicates + sorted.duplicates.length,
      rejected: this.current.rejected + sorted.rejected.length,
      recoded: this.current.recoded + sorted.accepted.filter(wasRecoded).length,
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
  }

  private async writeBytes(accepted: readonly Accepted[]) {
    const row = (index: number) => this.current.firstRow + this.current.accepted + index;
    const packed = await this.packContents(accepted);
    const examples = accepted.map(({ candidate, split, fileLabel }, index): NewExample => {
      const { key, contentHash, content } = candidate;
      const { originalBlob = null, thumbnailBlob = null } = packed[index] ?? {};
      const blobs = { originalBlob, thumbnailBlob };
      return { row: row(index), key, split, fileLabel, contentHash, ...blobs, ...factsOf(content) };
    });
    return { examples, shards: [...(await this.writeRows(accepted))] };
  }

  private async packContents(accepted: readonly Accepted[]): Promise<readonly PackedContent[]> {
    const contents = accepted.flatMap(({ candidate: { content } }) =>
      content.kind === 'row' ? [] : content,
    );
    if (contents.length === 0) return [];
    return writeBlobPack(this.container.blobs, this.files.packs, this.current.position, contents);
  }

  private async writeRows(accepted: readonly Accepted[]): Promise<readonly MatrixShard[]> {
    const rows = accepted.flatMap(({ candidate: { content } }) =>
      content.kind === 'row' ? [content.values] : [],
    );
    const columns = rows[0]?.length;
    if (columns === undefined) return this.current.shards;
    const data = new Float32Array(rows.length * columns);
    rows.forEach((values, index) => data.set(values, index * columns));
    const writer = this.container.matrices.writer(this.files.matrix, columns, this.current.shards);
    await writer.append(createMatrix(data, rows.length, columns));
    return writer.flush();
  }
}

function wasRecoded({ candidate: { content } }: Accepted): boolean {
  return content.kind === 'text' && content.encoding !== 'utf-8';
}

/** What lists show of an example without reading its bytes. */
function factsOf(content: Candidate['content']) {
  const nothing = { width: null, height: null, excerpt: null, characters: null, encoding: null };
  if (content.kind === 'image') return { ...nothing, width: content.width, height: content.height };
  if (content.kind === 'row') return nothing;
  const { excerpt, characters, encoding } = content;
  return { ...nothing, excerpt, characters, encoding };
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
