import { fitSoftmax } from '@/lib/surrogates/fit-softmax';
import type { SoftmaxData, TensorEngine } from '@/lib/surrogates/tensor-engine';
import { loadEngine } from '@/server/tensor/load-engine';
import { peakMegabytes, quietestRun } from './benchmark';
import type { Measurement } from './benchmark';
import { pythonAnchor } from './python-anchor';
import { sampleData } from './sample-data';

const COLUMNS = 512;
const CLASSES = 10;

/** How a hot path runs on an engine; the same function gives the anchor where there is no Python. */
interface Path {
  readonly name: string;
  readonly task: string;
  readonly data: SoftmaxData;
  readonly runs: number;
  readonly ridge?: number;
  readonly parameters?: Float64Array;
  readonly prepare: (engine: TensorEngine) => Promise<() => Promise<unknown>>;
}

function paths(): Path[] {
  const large = sampleData(60_000, COLUMNS, CLASSES);
  // the rows from which a fit takes its preconditioner
  const sampled = sampleData(16 * COLUMNS, COLUMNS, CLASSES);
  const small = sampleData(6_000, COLUMNS, CLASSES);
  const tiny = sampleData(600, COLUMNS, CLASSES);
  const parameters = Float64Array.from({ length: (COLUMNS + 1) * CLASSES }, (_, at) => Math.sin(at) / 20);
  const fit = (data: SoftmaxData) => {
    const ridge = 1 / data.features.rows;
    const prepare = (engine: TensorEngine) => Promise.resolve(() => fitSoftmax(engine, data, { ridge }));
    return { name: 'fit to 1e-6', data, ridge, prepare };
  };
  return [
    {
      name: 'loss and gradient',
      task: 'evaluation',
      data: large,
      runs: 10,
      parameters,
      prepare: async (engine) => {
        const objective = await engine.softmaxObjective(large);
        return () => objective.evaluate(parameters);
      },
    },
    {
      name: 'second moment',
      task: 'second_moment',
      data: sampled,
      runs: 5,
      prepare: (engine) => Promise.resolve(() => engine.secondMoment(sampled.features, null)),
    },
    { ...fit(tiny), task: 'fit_to_convergence', runs: 5 },
    { ...fit(small), task: 'fit_to_convergence', runs: 3 },
    // newton-cg takes minutes here
    { ...fit(large), task: 'fit_100_iterations', runs: 1 },
  ];
}

/** Softmax regression: one evaluation of the objective, the preconditioner's moment, whole fits. */
export async function benchFit(): Promise<Measurement[]> {
  const { engine } = await loadEngine({ force: null });
  const measurements: Measurement[] = [];
  for (const path of paths()) {
    const { rows, columns } = path.data.features;
    const quietest = await quietestRun(path.runs, await path.prepare(engine));
    const peak = peakMegabytes();
    const anchor = pythonAnchor(path.task, path.data, path) ?? (await plainAnchor(path));
    const title = `${path.name}, ${rows.toLocaleString('en')} × ${columns} (${engine.info.name})`;
    measurements.push({ name: title, rows, ...quietest, peakMegabytes: peak, anchor });
  }
  await engine.dispose();
  return measurements;
}

/** Only for the single passes: a whole fit in plain TypeScript takes minutes. */
async function plainAnchor(path: Path): Promise<Measurement['anchor']> {
  if (path.ridge !== undefined) return undefined;
  const { engine } = await loadEngine({ force: 'cpu' });
  return { name: 'plain TypeScript', ...(await quietestRun(1, await path.prepare(engine))) };
}
