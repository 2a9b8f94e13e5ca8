import { describe, expect, it } from 'vitest';
import type { StudyConfig } from '@/lib/contracts/study';
import { createRandom } from '@/lib/numeric/random';
import { schemeByName } from '@/lib/selections/registry';
import { chooseRows } from '@/lib/studies/choose-rows';
import { runPoint } from '@/lib/studies/run-point';
import { runSurrogate, UNSCORED_POOL } from '@/lib/studies/run-surrogate';
import { parseStudyConfig } from '@/lib/studies/study-config';
import { requireSurrogateData, type StudyData } from '@/lib/studies/study-data';
import { planStudy } from '@/lib/studies/study-plan';
import { createCpuEngine } from '@/server/tensor/cpu/cpu-engine';

const POOL = 90;
const HIDDEN = 6;

function randomMatrix(rows: number, columns: number, name: string) {
  const random = createRandom(4, 'surrogate parts', name);
  return { rows, columns, data: Float32Array.from({ length: rows * columns }, () => random.normal()) };
}

const classOf = ({ data, columns }: { data: Float32Array; columns: number }) =>
  Int32Array.from({ length: data.length / columns }, (_, row) => {
    const [first = 0, second = 0] = data.subarray(row * columns);
    return first * second > 0 ? 0 : first > 0.5 ? 1 : 2;
  });

const pool = randomMatrix(POOL, 4, 'pool');
const test = randomMatrix(40, 4, 'test');
const data: StudyData = {
  pool,
  test,
  labels: classOf(pool),
  testLabels: classOf(test),
  classes: 3,
  featureSets: {
    other: { pool: randomMatrix(POOL, 2, 'other pool'), test: randomMatrix(40, 2, 'other test') },
  },
};

const NETWORK = { name: 'mlp', units: HIDDEN, epochs: 5 };

function configure(change: object): StudyConfig {
  return parseStudyConfig({
    repeats: 1,
    fractions: [0.3],
    surrogates: [{ name: 'weak', labels: 30, ridge: 0.01, model: NETWORK }],
    finalModel: { ridge: 0.01 },
    fullPool: false,
    ...change,
  });
}

async function scoredBy(config: StudyConfig) {
  const [task] = planStudy(config, POOL).surrogateTasks;
  if (!task) throw new RangeError('The plan has no surrogate.');
  return (await runSurrogate(createCpuEngine(), data, config, task)).scored;
}

const labeled = (group: string) => `gradient-norm-labeled:group=${group}`;

describe('what a surrogate of a study hands to the selections', () => {
  const scores = ['grand', labeled('weights'), labeled('biases'), 'gradient-norm-labeled', 'el2n'];
  const strategies = scores.map((score) => ({ name: 'top', score }));

  async function valuesOf(change: object): Promise<Float32Array[]> {
    const { scores: byName } = await scoredBy(configure({ strategies, ...change }));
    return scores.map((name) => byName[name] as Float32Array);
  }

  it('are norms in all layers of a network where all are asked for', async () => {
    const [all, weights, biases, lastLayer, el2n] = (await valuesOf({})) as [
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    all.forEach((norm, row) => {
      expect(norm).toBeCloseTo(Math.hypot(weights[row]!, biases[row]!), 5);
      expect(norm).toBeGreaterThanOrEqual(lastLayer[row]!);
      expect(biases[row]).toBeGreaterThanOrEqual(el2n[row]! - 1e-6);
    });
    const larger = biases.filter((norm, row) => norm > el2n[row]! * 1.01).length;
    expect(larger).toBeGreaterThan(POOL / 2);
  });

  it('are those of the last layer for softmax regression, which has no other', async () => {
    const surrogates = [{ name: 'weak', labels: 30, ridge: 0.01 }];
    const [all, , biases, lastLayer, el2n] = await valuesOf({ surrogates });
    expect(all).toEqual(lastLayer);
    biases!.forEach((norm, row) => expect(norm).toBeCloseTo(el2n![row]!, 6));
  });

  it('are refused of an external one, whose layers nobody knows', () => {
    const config = configure({
      surrogates: [{ name: 'elsewhere', model: 'external' }],
      strategies: [{ name: 'top', score: 'grand' }],
    });
    const probabilities = { elsewhere: { ...randomMatrix(POOL, 3, 'any') } };
    expect(() => requireSurrogateData(config, { ...data, probabilities })).toThrow(/“grand”.*“elsewhere”/);
    const ofLastLayer = { ...config, strategies: ['top'] };
    expect(() => requireSurrogateData(ofLastLayer, { ...data, probabilities })).not.toThrow();
  });

  it('have what the last layer saw where a strategy looks at gradients', async () => {
    const withGradients = await scoredBy(configure({ strategies: ['badge'] }));
    expect(withGradients.lastLayer).toMatchObject({ rows: POOL, columns: HIDDEN });
    expect((await scoredBy(configure({ strategies: ['tilt'] }))).lastLayer).toBeNull();
    const surrogates = [{ name: 'weak', labels: 30, ridge: 0.01 }];
    expect((await scoredBy(configure({ strategies: ['badge'], surrogates }))).lastLayer).toBeNull();
  });
});

describe('the features that a strategy looks at', () => {
  it.each(['badge', 'orthogonal-gradient', 'influence-unbiased'])(
    '%s: those of the last layer, not those that the network read',
    async (strategy) => {
      const config = configure({ strategies: [strategy] });
      const scored = await scoredBy(config);
      const choose = (features: StudyData['pool'], lastLayer: StudyData['pool'] | null) =>
        chooseRows(config, strategy, 0, 20, {
          features,
          scored: { ...scored, lastLayer },
          remainingRows: Int32Array.from({ length: POOL }, (_, row) => row),
          labeledRows: new Int32Array(),
        }).rows;
      expect(choose(pool, scored.lastLayer)).toEqual(choose(scored.lastLayer!, null));
      expect(choose(pool, scored.lastLayer)).not.toEqual(choose(pool, null));
    },
  );

  it.each(['k-center', 'typiclust', 'probcover'])(
    '%s looks at no surrogate: beside one with features of its own it is the same cell, and the same choice',
    async (strategy) => {
      const surrogates = [
        { name: 'a', labels: 30, ridge: 0.01 },
        { name: 'b', labels: 30, ridge: 0.01, features: 'other' },
      ];
      const chosenBeside = async ([first, second]: object[]) => {
        const config = configure({ strategies: [strategy], surrogates: [first, second] });
        const plan = planStudy(config, POOL, { b: 'other' });
        const tasks = plan.pointTasks.filter((task) => task.strategy !== null && task.strategy !== 'random');
        expect(tasks).toHaveLength(1);
        const { chosen } = await runPoint(createCpuEngine(), data, config, tasks[0]!, UNSCORED_POOL);
        return { key: tasks[0]!.key, rows: chosen.rows };
      };
      expect(await chosenBeside(surrogates)).toEqual(await chosenBeside(surrogates.toReversed()));
    },
  );
});

describe('the cells of a study', () => {
  it('are others than those of an earlier revision of a scheme', () => {
    const [cell] = planStudy(configure({ strategies: ['random'] }), POOL).pointTasks;
    expect(cell?.key).toContain(`"revision":${schemeByName('random').revision}`);
  });
});
