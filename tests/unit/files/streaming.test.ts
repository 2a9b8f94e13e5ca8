import { describe, expect, it } from 'vitest';
import { FILE_FORMAT_INFO } from '@/lib/contracts/file-format';
import type { Modality } from '@/lib/contracts/project';
import { MODALITIES } from '@/lib/contracts/project';
import type { FileRecord, RecordContent } from '@/server/files/records/file-record';
import { RECORD_FORMATS } from '@/server/files/registry';
import { shapeOf } from '../../support/file-records';

const RECORD_BYTES = 2 ** 16;
/** A row group of Parquet is 16 MiB; nothing else waits for more than a record. */
const MOST_HELD = 20 * 2 ** 20;

const CASES = MODALITIES.flatMap((modality) =>
  RECORD_FORMATS.filter(({ name }) => FILE_FORMAT_INFO[name].export?.content[modality] === 'inside').map(
    (format) => ({ modality, format, name: format.name }),
  ),
);

/** Other bytes each time, in which nothing is to be saved by packing. */
function noise(index: number): Uint8Array {
  const words = new Uint32Array(RECORD_BYTES / 4);
  let state = index + 1;
  for (let at = 0; at < words.length; at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[at] = state;
  }
  return new Uint8Array(words.buffer);
}

function contentOf(index: number, modality: Modality): RecordContent {
  const bytes = noise(index);
  if (modality === 'text') return { kind: 'text', text: Buffer.from(bytes).toString('latin1') };
  if (modality === 'image') {
    return { kind: 'image', path: `${index}`, read: () => Promise.resolve(Buffer.from(bytes)) };
  }
  return { kind: 'features', values: Float32Array.from(new Int32Array(bytes.buffer)) };
}

describe.each(CASES)('$name of $modality', ({ modality, format }) => {
  it('is written while the records come, which may be without end', async () => {
    let taken = 0;
    async function* endless(): AsyncGenerator<FileRecord> {
      for (; ; taken++) {
        yield await Promise.resolve({
          id: `${taken}`,
          split: taken % 2 ? 'pool' : 'test',
          label: `class ${taken % 3}`,
          content: contentOf(taken, modality),
          annotations: [],
          inclusionProbability: 0.5,
          weight: 2,
        });
      }
    }
    let written = 0;
    for await (const bytes of format.write(endless(), shapeOf(modality, [], RECORD_BYTES / 4))) {
      written += bytes.length;
      expect(taken * RECORD_BYTES - written).toBeLessThan(MOST_HELD);
      if (written > MOST_HELD) break;
    }
    expect(written).toBeGreaterThan(MOST_HELD);
  });
});
