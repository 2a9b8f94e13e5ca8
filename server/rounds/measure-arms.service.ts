import { predictedLabels } from '@/lib/metrics/classification';
import { createRandom } from '@/lib/numeric/random';
import { redrawLabels } from '@/lib/rounds/label-chance';
import { fitModel, type FittedModel } from '@/lib/surrogates/fit-model';
import type { Container } from '../container';
import { imageShapeOf } from '../features/image-shape';
import type { JobContext } from '../jobs/job';
import { resolveRidge } from '../surrogates/resolve-ridge.service';
import { trainedConfigurationSchema } from '../surrogates/surrogate-configuration';
import type { TrainingInputs } from '../surrogates/surrogates.repository';

/** Pairs of models on labels drawn anew; networks take minutes where softmax regression takes seconds. */
const REDRAWS = { softmax: 20, network: 6 };
/** Test examples that are predicted at once. */
const ROWS_AT_ONCE = 4096;

/** What one model of the comparison is trained on. */
export interface ArmSet {
  readonly rows: Int32Array;
  readonly labels: Int32Array;
  readonly weights: Float32Array;
  /** which of the rows are the arm's own; the others are in both arms */
  readonly ofArm: readonly number[];
}

interface Measuring {
  readonly trained: TrainingInputs;
  readonly arms: readonly [chosen: ArmSet, random: ArmSet];
  readonly test: readonly { readonly row: number; readonly label: number }[];
  readonly context: JobContext;
}

/**
 * Trains both arms, and both again on labels drawn anew from each, and measures all on the test split.
 *
 * @returns of the two arms which test examples they get wrong; of each redraw error of chosen − error of random
 */
export async function measureArms(
  container: Container,
  { trained, arms, test, context }: Measuring,
): Promise<[wrong: boolean[][], redrawn: number[]]> {
  const { model, seed } = trainedConfigurationSchema.parse(trained.configuration);
  const redraws = model.name === 'softmax' ? REDRAWS.softmax : REDRAWS.network;
  const total = 2 * (1 + redraws);
  const fits: FittedModel[] = [];
  const report = () =>
    context.progress({ done: fits.length, total, unit: 'models', message: 'Comparing chosen with random' });
  try {
    const ridges: number[] = [];
    for (const arm of arms) {
      report();
      const ridge = await ridgeOf(container, { trained, arm, context });
      ridges.push(ridge);
      fits.push(await fitArm(container, { trained, arm, ridge, context }));
    }
    for (let redraw = 0; redraw < redraws; redraw++) {
      for (const [index, arm] of arms.entries()) {
        report();
        const random = createRandom(
          seed,
          'control arm',
          'redraw',
          `${redraw}`,
          index === 0 ? 'chosen' : 'random',
        );
        const again = redrawArm(arm, redrawLabels(arm.ofArm.length, random));
        fits.push(await fitArm(container, { trained, arm: again, ridge: ridges[index] ?? 0, context }));
      }
    }
    const wrong = await wrongOnTest(container, { trained, test, fits });
    const errors = wrong.map((flags) => flags.filter(Boolean).length / test.length);
    const redrawn = Array.from(
      { length: redraws },
      (_, redraw) => (errors[2 + 2 * redraw] ?? 0) - (errors[3 + 2 * redraw] ?? 0),
    );
    return [wrong.slice(0, 2), redrawn];
  } finally {
    for (const fit of fits) await fit.dispose();
  }
}

/** A label that was drawn twice weighs twice; one that was not drawn is left out. */
function redrawArm(arm: ArmSet, counts: Int32Array): ArmSet {
  const times = new Map(arm.ofArm.map((index, at) => [index, counts[at] ?? 0]));
  const kept = Array.from(arm.rows.keys()).filter((index) => (times.get(index) ?? 1) > 0);
  return {
    rows: Int32Array.from(kept, (index) => arm.rows[index] as number),
    labels: Int32Array.from(kept, (index) => arm.labels[index] as number),
    weights: Float32Array.from(kept, (index) => (arm.weights[index] as number) * (times.get(index) ?? 1)),
    ofArm: [],
  };
}

async function dataOf({ matrices }: Container, { trained, arm }: { trained: TrainingInputs; arm: ArmSet }) {
  const { classes = trained.classes } = trainedConfigurationSchema.parse(trained.configuration);
  return {
    features: await matrices.readRows(trained.featuresBlob, arm.rows),
    labels: arm.labels,
    weights: arm.weights.every((weight) => weight === 1) ? null : arm.weights,
    classes,
    image: imageShapeOf(trained.featureSet),
  };
}

/** The arm's own by the round's procedure; 0 for a network, which has none. */
async function ridgeOf(
  container: Container,
  input: { trained: TrainingInputs; arm: ArmSet; context: JobContext },
): Promise<number> {
  const configuration = trainedConfigurationSchema.parse(input.trained.configuration);
  if (configuration.model.name !== 'softmax') return 0;
  const engine = await container.engine();
  const data = await dataOf(container, input);
  return (await resolveRidge(engine, data, configuration, input.context.signal)).ridge;
}

async function fitArm(
  container: Container,
  input: { trained: TrainingInputs; arm: ArmSet; ridge: number; context: JobContext },
): Promise<FittedModel> {
  const { model, seed } = trainedConfigurationSchema.parse(input.trained.configuration);
  const { signal } = input.context;
  const data = await dataOf(container, input);
  return fitModel(await container.engine(), model, data, { ridge: input.ridge, seed, signal });
}

/** Which test examples each model gets wrong, in their order; the test split is read once. */
async function wrongOnTest(
  { matrices }: Container,
  { trained, test, fits }: Pick<Measuring, 'trained' | 'test'> & { fits: readonly FittedModel[] },
): Promise<boolean[][]> {
  const wrong = fits.map((): boolean[] => []);
  for (let from = 0; from < test.length; from += ROWS_AT_ONCE) {
    const part = test.slice(from, from + ROWS_AT_ONCE);
    const features = await matrices.readRows(
      trained.featuresBlob,
      Int32Array.from(part, ({ row }) => row),
    );
    for (const [model, fit] of fits.entries()) {
      const predicted = predictedLabels(await fit.predict(features));
      predicted.forEach((label, index) => wrong[model]?.push(label !== part[index]?.label));
    }
  }
  return wrong;
}
