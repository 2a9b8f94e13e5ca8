import { permanentUniforms } from '../numeric/random';
import type { SelectionInput } from './scheme';

/**
 * The permanent random number of each row, the same whichever scheme asks: small ones are chosen sooner.
 *
 * Schemes that share them choose nearly the same where their probabilities are nearly the same, so that what differs
 * between two arms of a comparison is their rule and not their luck. The price: whoever draws twice from one pool with
 * one seed, the second time from what the first left, draws from rows whose numbers are no longer uniform. Draws that
 * follow each other need a seed each.
 *
 * @returns n numbers in (0, 1). O(n)
 */
export function sharedUniforms({ ids, seed }: Pick<SelectionInput, 'ids' | 'seed'>): Float64Array {
  return permanentUniforms(seed, ids, 'selection');
}
