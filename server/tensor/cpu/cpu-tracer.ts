import type { Matrix } from '@/lib/numeric/matrix';
import type { LayerRecord } from '@/lib/scores/layer-trace';
import { lastLayer, type Network } from '@/lib/surrogates/network';
import type { Tracer } from '@/lib/surrogates/network-engine';
import { checkNetwork, checkNetworkFeatures } from '../check-network';
import { JacobianCollector } from '../jacobian-collector';
import { passForward } from './cpu-network';

/** Goes back once for each class, from a slope of 1 at its logit. */
export function createCpuTracer(network: Network, parameters: Float32Array): Tracer {
  checkNetwork(network, parameters);
  const values = Float64Array.from(parameters);
  const { outputs: classes } = lastLayer(network);

  function trace(features: Matrix): { layers: LayerRecord[] } {
    checkNetworkFeatures(network, features);
    const { rows } = features;
    const passes = passForward(network, values, features);
    const hidden = passes
      .slice(0, -1)
      .map(({ weighted }) => (weighted ? new JacobianCollector(rows, classes) : null));
    for (let k = 0; k < classes; k++) {
      const slopes = Float64Array.from({ length: rows * classes }, (_, place) =>
        Number(place % classes === k),
      );
      passes.reduceRight<Float64Array>((above, pass, place) => {
        if (pass.weighted) hidden[place]?.add(k, pass.weighted.met(above));
        return pass.back(above, new Float64Array(values.length));
      }, slopes);
    }
    const layers = passes.flatMap(({ weighted }, place): LayerRecord[] => {
      if (!weighted) return [];
      const { positions, seen } = weighted;
      const inputs = { data: Float32Array.from(seen), rows, columns: seen.length / rows };
      const jacobian = hidden[place]?.matrix() ?? null;
      const units = jacobian ? jacobian.columns / classes / positions : classes;
      return [{ inputs, positions, units, jacobian }];
    });
    return { layers };
  }

  return {
    trace: (features) => Promise.resolve().then(() => trace(features)),
    dispose: () => Promise.resolve(),
  };
}
