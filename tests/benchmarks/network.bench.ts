import { initialParameters } from '@/lib/surrogates/initial-parameters';
import { smallCnn } from '@/lib/surrogates/image-networks';
import { trainNetwork } from '@/lib/surrogates/train-network';
import type { SoftmaxData } from '@/lib/surrogates/tensor-engine';
import { loadEngine } from '@/server/tensor/load-engine';
import { peakMegabytes, quietestRun } from './benchmark';
import type { Measurement } from './benchmark';
import { pythonNetworkAnchors } from './network-anchor';
import { sampleData } from './sample-data';

const IMAGE = { height: 28, width: 28, channels: 1 };
const CLASSES = 10;
const ROWS = 60_000;
/** The learning rate does not change the time; this one keeps the made images from diverging. */
const SETTINGS = { epochs: 1, batchSize: 128, learningRate: 0.001, momentum: 0.9, weightDecay: 1e-4 };

/** The small CNN: an epoch of training, and what its last layer sees of each image. */
export async function benchNetwork(): Promise<Measurement[]> {
  const { engine } = await loadEngine({ force: null });
  const data: SoftmaxData = sampleData(ROWS, IMAGE.height * IMAGE.width, CLASSES);
  const network = { classes: CLASSES, layers: smallCnn(IMAGE, CLASSES) };
  const anchors = pythonNetworkAnchors(ROWS, SETTINGS.batchSize);

  const epoch = await quietestRun(1, () => trainNetwork(engine, network, data, SETTINGS, { seed: 1 }));
  const afterEpoch = peakMegabytes();
  const embedder = await engine.embedder(network, initialParameters(network, 1));
  const embedding = await quietestRun(3, () => embedder.embed(data.features));
  await embedder.dispose();

  const { name } = engine.info;
  const size = `${ROWS.toLocaleString('en')} images of 28 × 28 (${name})`;
  const measurements = [
    {
      name: `small CNN, epoch of ${size}`,
      rows: ROWS,
      ...epoch,
      peakMegabytes: afterEpoch,
      anchor: anchors.epoch,
    },
    {
      name: `small CNN, embedding of ${size}`,
      rows: ROWS,
      ...embedding,
      peakMegabytes: peakMegabytes(),
      anchor: anchors.embedding,
    },
  ];
  await engine.dispose();
  return measurements;
}
