import { Tensor } from 'onnxruntime-node';
import type { InferenceSession } from 'onnxruntime-node';
import type { Matrix } from '@/lib/numeric/matrix';
import type { LayerRecord } from '@/lib/scores/layer-trace';
import { lastLayer, type Network } from '@/lib/surrogates/network';
import type { Tracer } from '@/lib/surrogates/network-engine';
import { checkNetworkFeatures } from '../check-network';
import { layerSteps } from '../image-index';
import { JacobianCollector } from '../jacobian-collector';
import { unshared } from '../unshared';
import { positionsOf } from './trace-graph';

/** Runs the graph once for each class, from a slope of 1 at its logit. */
export function createOnnxTracer(session: InferenceSession, network: Network, values: Float32Array): Tracer {
  const { outputs: classes } = lastLayer(network);
  const parameters = new Tensor('float32', values.slice(), [values.length]);
  const weighted = layerSteps(network).filter(({ kind }) => kind !== 'rectifier');

  async function trace(features: Matrix): Promise<{ layers: LayerRecord[] }> {
    checkNetworkFeatures(network, features);
    const { data, rows, columns } = features;
    const hidden = weighted.slice(0, -1).map(() => new JacobianCollector(rows, classes));
    let seen: Matrix[] = [];
    for (let k = 0; k < classes; k++) {
      const slopes = new Float32Array(classes * rows).fill(1, k * rows, (k + 1) * rows);
      const results = await session.run({
        features: new Tensor('float32', unshared(data), [rows, columns]),
        parameters,
        slopes: new Tensor('float32', slopes, [classes, rows]),
      });
      hidden.forEach((jacobian, index) => jacobian.add(k, valuesOf(results[`met-${index}`])));
      seen = weighted.map((_, index) => {
        const values = valuesOf(results[`seen-${index}`]);
        return { data: values, rows, columns: values.length / rows };
      });
    }
    const layers = weighted.map((step, index): LayerRecord => {
      const positions = positionsOf(step);
      const jacobian = hidden[index]?.matrix() ?? null;
      const units = jacobian ? jacobian.columns / classes / positions : classes;
      return { inputs: seen[index] as Matrix, positions, units, jacobian };
    });
    return { layers };
  }

  return { trace, dispose: () => Promise.resolve() };
}

function valuesOf(tensor: Tensor | undefined): Float32Array {
  return tensor?.data instanceof Float32Array ? tensor.data : new Float32Array();
}
