import { createHash } from 'node:crypto';
import type { StudyConfig } from '@/lib/contracts/study';
import type { Matrix } from '@/lib/numeric/matrix';
import type { StudyData } from '@/lib/studies/study-data';
import { looksAtImages } from '@/lib/studies/study-model';

type Part = Matrix | Int32Array | undefined;

/** Tells data apart by content, so that a cell of one data set is never taken for one of another. */
function fingerprint(parts: readonly Part[]): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    if (!part) continue;
    const values = 'data' in part ? part.data : part;
    hash.update('data' in part ? `${part.rows} × ${part.columns};` : `${part.length};`);
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.digest('base64url').slice(0, 22);
}

export interface DataFingerprints {
  /** of pool, test examples and their labels, and of the images' shape where a model looks at it */
  readonly data: string;
  /** of what only one surrogate looks at, by its name */
  readonly surrogates: Readonly<Record<string, string>>;
}

export function fingerprintData(data: StudyData, config: StudyConfig): DataFingerprints {
  const surrogates = config.surrogates.flatMap(({ name, features }) => {
    const set = features === undefined ? undefined : data.featureSets?.[features];
    const parts = [set?.pool, set?.test, data.probabilities?.[name]];
    return parts.some(Boolean) ? [[name, fingerprint(parts)] as const] : [];
  });
  const { image } = data;
  const imageShape =
    image && looksAtImages(config) ? `/${image.height}x${image.width}x${image.channels}` : '';
  return {
    data: fingerprint([data.pool, data.labels, data.test, data.testLabels]) + imageShape,
    surrogates: Object.fromEntries(surrogates),
  };
}
