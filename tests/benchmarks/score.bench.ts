import type { FusedScore, ScoreRequest } from '@/lib/surrogates/tensor-engine';
import { loadEngine } from '@/server/tensor/load-engine';
import { peakMegabytes, quietestRun } from './benchmark';
import type { Measurement } from './benchmark';
import { pythonAnchor } from './python-anchor';
import { sampleData } from './sample-data';

const PATHS: { name: string; scores: FusedScore[]; task: string }[] = [
  { name: 'score: entropy and margin', scores: ['entropy', 'margin'], task: 'score' },
  { name: 'score: gradient norm', scores: ['gradient-norm'], task: 'gradient_norm' },
];

/** Probabilities and scores of a pool in one pass, beside NumPy and beside PyTorch. */
export async function benchScore(): Promise<Measurement[]> {
  const { engine } = await loadEngine({ force: null });
  const data = sampleData(200_000, 512, 10);
  const { rows, columns } = data.features;
  const parameters = Float64Array.from(
    { length: (columns + 1) * data.classes },
    (_, at) => Math.sin(at) / 20,
  );
  const measurements: Measurement[] = [];
  for (const { name, scores, task } of PATHS) {
    const request: ScoreRequest = { ...data, parameters, scores };
    const quietest = await quietestRun(5, () => engine.score(request));
    const peak = peakMegabytes();
    const title = `${name}, ${rows.toLocaleString('en')} × ${columns} (${engine.info.name})`;
    const anchors = [task, `${task}_torch`].map((peer) => pythonAnchor(peer, data, { parameters }));
    const found = anchors.filter((anchor) => anchor !== undefined);
    for (const anchor of found.length > 0 ? found : [await plainAnchor(request)]) {
      measurements.push({ name: title, rows, ...quietest, peakMegabytes: peak, anchor });
    }
  }
  await engine.dispose();
  return measurements;
}

async function plainAnchor(request: ScoreRequest): Promise<Measurement['anchor']> {
  const { engine } = await loadEngine({ force: 'cpu' });
  return { name: 'plain TypeScript', ...(await quietestRun(1, () => engine.score(request))) };
}
