import type { Score, ScoreInput } from '../scores/score';
import type { ModelReading } from './open-model';

/**
 * The values of a score of one reading. Layers are of one network: where a score looks at them, that of an ensemble is
 * the mean over its members; other scores see the ensemble as a whole.
 *
 * @param compute the score's run, with whatever it is given beside the reading
 */
export function scoreReading(
  score: Score,
  reading: ModelReading,
  compute: (output: ScoreInput) => Float32Array,
): Float32Array {
  const { models } = reading;
  if (!score.needs.includes('layers') || !models) return compute(reading);
  const ofMembers = models.map((member) => compute(member));
  return new Float32Array(reading.probabilities.rows).map(
    (_, row) => ofMembers.reduce((sum, values) => sum + (values[row] as number), 0) / models.length,
  );
}
