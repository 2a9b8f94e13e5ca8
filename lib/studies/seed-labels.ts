import type { StudyConfig, StudySurrogate } from '../contracts/study';
import { createRandom } from '../numeric/random';
import { surrogateLabelCount } from './study-plan';

/**
 * The rows whose labels train one repeat's surrogate, and the rows that they leave to select from (ascending).
 *
 * Surrogates of one repeat draw from one stream, so that a weak one's labels are among a strong one's: what differs
 * between them is how many, not which. O(pool rows).
 */
export function drawSeedLabels(
  config: StudyConfig,
  surrogate: StudySurrogate,
  repeat: number,
  poolRows: number,
): { seedRows: Int32Array; remainingRows: Int32Array } {
  const random = createRandom(config.seed, 'study', 'seed labels', `repeat ${repeat}`);
  const seedRows = random.sample(poolRows, surrogateLabelCount(surrogate, poolRows));
  const isSeed = new Uint8Array(poolRows);
  for (const row of seedRows) isSeed[row] = 1;
  const remainingRows = new Int32Array(poolRows - seedRows.length);
  let place = 0;
  for (let row = 0; row < poolRows; row++) if (!isSeed[row]) remainingRows[place++] = row;
  return { seedRows, remainingRows };
}
