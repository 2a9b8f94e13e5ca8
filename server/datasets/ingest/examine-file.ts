import { createHash } from 'node:crypto';
import { examineImage } from '../../images/examine-image';
import type { EntryProblem } from './entry-problem';

/** An image file that was read whole, or why it is none. */
export type ExaminedFile =
  | { readonly path: string; readonly problem: EntryProblem }
  | {
      readonly path: string;
      readonly contentHash: string;
      readonly original: Buffer;
      readonly thumbnail: Buffer;
      readonly width: number;
      readonly height: number;
    };

export async function examineFile(
  path: string,
  original: Buffer | { readonly problem: EntryProblem },
): Promise<ExaminedFile> {
  if ('problem' in original) return { path, problem: original.problem };
  const facts = await examineImage(original, path);
  if ('problem' in facts) return { path, problem: facts.problem };
  const contentHash = createHash('sha256').update(original).digest('hex');
  return { path, contentHash, original, ...facts };
}
