import type { Container } from '../../container';
import type { JobContext } from '../../jobs/job';
import { shareOutInOrder } from '../../jobs/parts/share-out-in-order';
import { reject } from './candidate';
import { examinedSchema, examineFilesPart, type ExaminePayload } from './examine-part';
import type { EntryFacts } from './file-entry';
import { ingestFiles } from './ingest-state';
import type { IngestWriter, ItemOfFile } from './ingest-writer';
import type { PartedSource } from './parted-source';
import { getScratch, putScratch } from './scratch-json';

/** Seconds of work, whatever the images are. */
const FILES_A_PART = 256;
/** Parts that are laid out and not yet written into rows: enough for many workers while one part is late. */
const PARTS_AHEAD = 64;

interface PartedIngest {
  readonly ingest: { readonly id: string; readonly projectId: string; readonly name: string };
  readonly source: PartedSource;
  readonly writer: IngestWriter;
  readonly context: JobContext;
}

/**
 * Has the files of a source examined by whichever workers are free. What depends on their order (names taken, duplicates,
 * class numbers, rows) this worker does itself, part by part.
 */
export async function writeParts(container: Container, ingest: PartedIngest): Promise<void> {
  const { source, writer, context } = ingest;
  const total = source.entries.count;
  const first = Math.floor(writer.state.position / FILES_A_PART);
  const report = (done: number) =>
    context.progress({ done, total, unit: 'images', message: `Reading ${ingest.ingest.name}` });
  const results = shareOutInOrder(container, context, examineFilesPart, {
    stage: 'files',
    first,
    ahead: PARTS_AHEAD,
    payloads: payloads(container, ingest, first * FILES_A_PART),
    onProgress: (done) => report(Math.min(total, Math.max(writer.state.position, done * FILES_A_PART))),
  });
  for await (const key of results) {
    for (const batch of await getScratch(container.blobs, key, examinedSchema)) {
      const done = Math.max(0, writer.state.position - batch.first);
      if (done < batch.files.length) await writer.writeExamined(batch, itemsBy(source), done);
    }
  }
  report(writer.state.position);
}

function itemsBy({ readPath }: PartedSource): ItemOfFile {
  return (file) => {
    if ('code' in file) return reject(file.path, file.code, file.reason);
    const { path, contentHash } = file;
    return { candidate: { key: path, ...readPath(path), contentHash, content: file } };
  };
}

async function* payloads(
  { blobs }: Container,
  { ingest, source }: PartedIngest,
  from: number,
): AsyncGenerator<ExaminePayload, void> {
  const { id: ingestId, projectId } = ingest;
  const { scratch } = ingestFiles(projectId, ingestId);
  let position = 0;
  let listed: EntryFacts[] = [];
  const payload = async () => {
    const first = position - listed.length;
    const listing = await putScratch(blobs, scratch, `listing-${first}`, listed);
    listed = [];
    return { ingestId, place: source.place, listing, first };
  };
  for await (const { facts } of source.entries.list()) {
    position += 1;
    if (position <= from) continue;
    listed.push(facts);
    if (listed.length === FILES_A_PART) yield await payload();
  }
  if (listed.length > 0) yield await payload();
}
