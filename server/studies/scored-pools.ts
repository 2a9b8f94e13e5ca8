import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '@/lib/errors';
import { createMatrix, rowOf, type Matrix } from '@/lib/numeric/matrix';
import type { ScoredPool } from '@/lib/studies/run-surrogate';
import type { BlobStore } from '../storage/blob-store';
import { getChecked, putChecked } from '../storage/checked-blob';
import type { MatrixStore } from '../storage/matrix-store';

/** Keeps what surrogates hand to the points that follow, by the keys of their cells. */
export interface ScoredPools {
  /** Null where it is not there, or not whole: the surrogate is run again. */
  find(key: string): Promise<ScoredPool | null>;
  keep(key: string, scored: ScoredPool): Promise<void>;
}

/** What stays in memory of what was used last; cells that run hold what they need themselves. */
const AT_HAND_BYTES = 256 * 2 ** 20;

const indexSchema = z.object({
  scores: z.array(z.string()),
  probabilities: z.boolean(),
  lastLayer: z.boolean(),
});

/** As blobs, which all workers of a study see: the same for the same key, whoever writes them. */
export class BlobScoredPools implements ScoredPools {
  /** the one used last at the end */
  private readonly atHand = new Map<string, ScoredPool>();
  private readonly reading = new Map<string, Promise<ScoredPool | null>>();

  constructor(
    private readonly blobs: BlobStore,
    private readonly matrices: MatrixStore,
    private readonly folder: string,
  ) {}

  async find(key: string): Promise<ScoredPool | null> {
    const scored = this.atHand.get(key) ?? (await this.readOnce(key));
    if (scored) this.hold(key, scored);
    return scored;
  }

  /** The index comes last: without it there is nothing. */
  async keep(key: string, scored: ScoredPool): Promise<void> {
    const { matrices } = this;
    const { scores, probabilities, lastLayer } = scored;
    const prefix = this.prefixOf(key);
    const names = Object.keys(scores);
    if (names.length > 0) await matrices.write(`${prefix}/scores`, stack(Object.values(scores)));
    if (probabilities) await matrices.write(`${prefix}/probabilities`, probabilities);
    if (lastLayer) await matrices.write(`${prefix}/last-layer`, lastLayer);
    const index: z.infer<typeof indexSchema> = {
      scores: names,
      probabilities: probabilities !== null,
      lastLayer: lastLayer !== null,
    };
    await putChecked(this.blobs, `${prefix}/index.json`, Buffer.from(JSON.stringify(index)));
    this.hold(key, scored);
  }

  private readOnce(key: string): Promise<ScoredPool | null> {
    const begun = this.reading.get(key);
    if (begun) return begun;
    const reading = this.read(this.prefixOf(key)).finally(() => this.reading.delete(key));
    this.reading.set(key, reading);
    return reading;
  }

  private async read(prefix: string): Promise<ScoredPool | null> {
    const readIf = (isThere: boolean, name: string): Promise<Matrix | null> =>
      isThere ? this.matrices.read(`${prefix}/${name}`) : Promise.resolve(null);
    try {
      const bytes = await getChecked(this.blobs, `${prefix}/index.json`);
      const index = indexSchema.parse(JSON.parse(bytes.toString('utf8')));
      const stacked = await readIf(index.scores.length > 0, 'scores');
      const scores = index.scores.map((name, place) => [name, rowOf(stacked as Matrix, place)] as const);
      return {
        scores: Object.fromEntries(scores),
        probabilities: await readIf(index.probabilities, 'probabilities'),
        lastLayer: await readIf(index.lastLayer, 'last-layer'),
      };
    } catch (error) {
      // a damaged one is made again as one that is not there
      if (error instanceof AppError && (error.code === 'not-found' || error.code === 'unavailable'))
        return null;
      throw error;
    }
  }

  private hold(key: string, scored: ScoredPool): void {
    this.atHand.delete(key);
    this.atHand.set(key, scored);
    let bytes = [...this.atHand.values()].reduce((sum, held) => sum + bytesOf(held), 0);
    for (const [oldest, held] of this.atHand) {
      if (bytes <= AT_HAND_BYTES) return;
      bytes -= bytesOf(held);
      this.atHand.delete(oldest);
    }
  }

  private prefixOf(key: string): string {
    return `${this.folder}/${createHash('sha256').update(key).digest('hex').slice(0, 32)}`;
  }
}

/** A row a score. */
function stack(scores: readonly Float32Array[]): Matrix {
  const columns = scores[0]?.length ?? 0;
  const data = new Float32Array(scores.length * columns);
  for (const [place, values] of scores.entries()) data.set(values, place * columns);
  return createMatrix(data, scores.length, columns);
}

function bytesOf({ scores, probabilities, lastLayer }: ScoredPool): number {
  const parts = [...Object.values(scores), probabilities?.data, lastLayer?.data];
  return parts.reduce((sum, part) => sum + (part?.byteLength ?? 0), 0);
}
