import { SCHEMES } from '@/lib/selections/registry';
import type { SelectionInput } from '@/lib/selections/scheme';
import { select } from '@/lib/selections/select';
import type { StudyData } from '@/lib/studies/study-data';
import { fitSoftmax } from '@/lib/surrogates/fit-softmax';
import type { Matrix } from '@/lib/numeric/matrix';
import { loadEngine } from '@/server/tensor/load-engine';
import { peakMegabytes, quietestRun } from './benchmark';
import type { Measurement } from './benchmark';
import { fashionData } from './fashion-data';
import { pythonFeatureAnchors } from './select-anchor';

const LABELED = 600;
const BUDGET = 1_000;

/** Multiplications of a choice that takes some seconds. */
const SOME_SECONDS = 5e10;

/** Choosing 1,000 of 60,000 × 512 by every scheme that looks at features, with its defaults; of fewer by the slowest. */
export async function benchFeatureSelection(): Promise<Measurement[]> {
  const { name, data } = await fashionData(512);
  const input = await scoredInput(data);
  const anchors = pythonFeatureAnchors(input, BUDGET);
  const measurements: Measurement[] = [];
  for (const scheme of SCHEMES.filter(({ needs }) => needs.includes('features'))) {
    const all = { rows: data.pool.rows, budget: BUDGET, dimension: data.pool.columns, classes: data.classes };
    const work = scheme.work(all, scheme.parameters.parse({}));
    const rows = work > SOME_SECONDS ? all.rows / 10 : all.rows;
    const part = firstExamples(input, rows);
    const run = await quietestRun(1, () => Promise.resolve(select(scheme, part, {})));
    measurements.push({
      name: `select ${scheme.name}, ${text(BUDGET)} of ${text(rows)} × ${all.dimension}, ${name}`,
      rows,
      ...run,
      peakMegabytes: peakMegabytes(),
      anchor: rows === all.rows ? anchors[scheme.name] : undefined,
    });
  }
  return measurements;
}

/** What a surrogate of 600 labels says of the pool. */
async function scoredInput(data: StudyData): Promise<SelectionInput> {
  const { pool, classes } = data;
  const labeledFeatures = firstRows(pool, LABELED);
  const labels = data.labels.subarray(0, LABELED);
  const { engine } = await loadEngine({ force: null });
  const seed = { features: labeledFeatures, labels, weights: null, classes };
  const { parameters } = await fitSoftmax(engine, seed, { ridge: 1 / LABELED });
  const scored = await engine.score({ features: pool, parameters, classes, scores: ['gradient-norm'] });
  await engine.dispose();
  return {
    scores: scored.scores['gradient-norm'] ?? null,
    ids: BigUint64Array.from({ length: pool.rows }, (_, row) => BigInt(row)),
    budget: BUDGET,
    seed: 1,
    probabilities: scored.probabilities,
    features: pool,
    labeledFeatures,
  };
}

function firstExamples(input: SelectionInput, rows: number): SelectionInput {
  return {
    ...input,
    scores: input.scores?.subarray(0, rows) ?? null,
    ids: input.ids.subarray(0, rows),
    probabilities: input.probabilities && firstRows(input.probabilities, rows),
    features: input.features && firstRows(input.features, rows),
  };
}

function firstRows({ data, columns }: Matrix, rows: number): Matrix {
  return { data: data.subarray(0, rows * columns), rows, columns };
}

const text = (count: number) => count.toLocaleString('en');
