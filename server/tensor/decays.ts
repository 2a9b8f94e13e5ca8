import { parameterBlocks, parameterCount, type Network } from '@/lib/surrogates/network';

/** The weight decay of each parameter: none for biases. */
export function decaysOf(network: Network, weightDecay: number): Float32Array {
  const decays = new Float32Array(parameterCount(network));
  for (const block of parameterBlocks(network)) {
    if (block) decays.fill(weightDecay, block.offset, block.offset + block.rows * block.columns);
  }
  return decays;
}
