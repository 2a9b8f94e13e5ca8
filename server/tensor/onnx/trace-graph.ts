import { parameterCount, type Network } from '@/lib/surrogates/network';
import type { LayerStep } from '../image-index';
import { forwardGraphs } from './forward-graphs';
import { OnnxModel } from './onnx-model';

/**
 * What the weights of each layer meet in single examples, and with which slopes.
 *
 * Takes features (n × d), all parameters and slopes by the logits (classes × n); gives `seen-0` … (n × positions ·
 * inputs) of each layer with weights, and `met-0` … (n × positions · outputs) of all but the last.
 */
export function traceGraph(network: Network): Uint8Array<ArrayBuffer> {
  const model = new OnnxModel();
  const features = model.input('features', 'float32', ['n', 'd']);
  const parameters = model.input('parameters', 'float32', [parameterCount(network)]);
  let slopes = model.input('slopes', 'float32', ['k', 'n']);
  const graphs = forwardGraphs(model, network, parameters, features);
  const weighted = graphs.filter(({ graph }) => graph.seen !== null);

  /** inputs × (positions · n) as n × (positions · inputs) */
  const byExample = (name: string, value: string, step: LayerStep) => {
    const split = model.node('Reshape', [value, model.integers(0, positionsOf(step), -1)]);
    const turned = model.node('Transpose', [split], { perm: [2, 1, 0] });
    model.output(name, ['n', `${name}-values`], 'Flatten', [turned], { axis: 1 });
  };
  weighted.forEach(({ graph, step }, index) => byExample(`seen-${index}`, graph.seen ?? '', step));
  let index = weighted.length;
  for (const [place, { graph, step }] of [...graphs.entries()].reverse()) {
    const back = graph.back(slopes, { inputs: place > 0, parameters: false });
    if (back.met && --index < weighted.length - 1) byExample(`met-${index}`, back.met, step);
    slopes = back.inputs ?? slopes;
  }
  return model.toBytes();
}

/** Places of an output map that anything looks at; 1 for a dense layer. */
export function positionsOf(step: LayerStep): number {
  return step.kind === 'convolution' ? step.index.positions : 1;
}
