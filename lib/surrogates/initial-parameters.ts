import { createRandom } from '../numeric/random';
import { parameterBlocks, parameterCount, type Network } from './network';

/**
 * Where the training of a network starts: weights normal with variance 2 / inputs where a rectifier follows, 1 / inputs in
 * the last layer (He et al. 2015, https://arxiv.org/abs/1502.01852), biases 0.
 *
 * @param names path of the random stream, so that members of an ensemble start apart
 */
export function initialParameters(network: Network, seed: number, ...names: string[]): Float32Array {
  const random = createRandom(seed, 'init', ...names);
  const parameters = new Float32Array(parameterCount(network));
  const blocks = parameterBlocks(network);
  blocks.forEach((block, index) => {
    if (!block) return;
    const gain = index === blocks.length - 1 ? 1 : 2;
    const deviation = Math.sqrt(gain / block.rows);
    const end = block.offset + block.rows * block.columns;
    for (let place = block.offset; place < end; place++) parameters[place] = random.normal() * deviation;
  });
  return parameters;
}
