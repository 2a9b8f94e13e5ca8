import { createHash } from 'node:crypto';
import type { Modality } from '@/lib/contracts/project';
import type { RecordItem } from '../../files/records/file-record';
import { examineImage } from '../../images/examine-image';
import { IMAGES_AT_ONCE } from '../../images/image-limits';
import type { CandidateSource, IngestItem } from './candidate';
import { reject } from './candidate';
import { examineText } from './examine-text';
import { mapOrdered } from './map-ordered';

/** Records of a file as candidates; of their answers only the label that counts becomes one of the file. */
export function recordCandidates(
  read: () => AsyncIterable<RecordItem>,
  modality: Exclude<Modality, 'features'>,
): CandidateSource {
  return {
    unit: modality === 'image' ? 'images' : 'texts',
    columns: null,
    total: () => null,
    items: (position) => mapOrdered(after(position), IMAGES_AT_ONCE, (item) => examine(item, modality)),
  };

  async function* after(position: number): AsyncGenerator<RecordItem> {
    let index = 0;
    for await (const item of read()) if (index++ >= position) yield item;
  }
}

async function examine(item: RecordItem, modality: Modality): Promise<IngestItem> {
  if ('rejection' in item) return item;
  const { record, place } = item;
  const facts = {
    key: record.id,
    label: record.label === null ? null : { name: record.label },
    splitName: record.split,
  };
  const { content } = record;
  if (content?.kind !== modality) {
    return reject(place, `no-${modality}`, modality === 'image' ? 'It names no image.' : 'It has no text.');
  }
  if (content.kind === 'text') {
    const examined = examineText(Buffer.from(content.text), 'utf-8');
    if ('problem' in examined) return reject(place, examined.problem.code, examined.problem.reason);
    return { candidate: { ...facts, ...examined } };
  }
  if (content.kind === 'features') return reject(place, 'no-text', 'It holds features.');
  if (!content.read) {
    const reason = `The file only names “${content.path.slice(0, 200)}”; the image itself is not there.`;
    return reject(place, 'missing-file', reason);
  }
  const original = await content.read();
  const examined = await examineImage(original, content.path);
  if ('problem' in examined) return reject(place, examined.problem.code, examined.problem.reason);
  const { width, height, thumbnail } = examined;
  const contentHash = createHash('sha256').update(original).digest('hex');
  return {
    candidate: { ...facts, contentHash, content: { kind: 'image', original, thumbnail, width, height } },
  };
}
