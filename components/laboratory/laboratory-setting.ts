import { syntheticConfigSchema, type SyntheticConfig } from '@/lib/contracts/synthetic';
import { LABEL_PROCESS_NAMES, type LabelProcessName } from '@/lib/synthetic/label-process';

/** What the page's controls say. One panel: a label process and a ridge. */
export interface LaboratorySetting {
  readonly labels: LabelProcessName;
  readonly dimension: number;
  readonly pool: number;
  readonly signal: number;
  /** above 0; its negative and random selection stand beside it */
  readonly exponent: number;
  /** logarithm to base 10 of the ridge */
  readonly logRidge: number;
  /** of the pool, in per cent */
  readonly kept: number;
  /** 0: the surrogate knows the teacher */
  readonly surrogateLabels: number;
  readonly theory: SyntheticConfig['theory'];
}

/** Ranges of the controls; a browser computes any of them in minutes. */
export const RANGES = {
  dimension: { min: 10, max: 300, step: 10 },
  pool: { min: 50, max: 4000, step: 50 },
  signal: { min: 0.5, max: 10, step: 0.5 },
  exponent: { min: 0.25, max: 2, step: 0.25 },
  logRidge: { min: -5, max: 0, step: 0.5 },
  kept: { min: 5, max: 95, step: 5 },
  surrogateLabels: { min: 0, max: 4000, step: 50 },
} as const;

const DEFAULTS: LaboratorySetting = {
  labels: 'f1',
  dimension: 100,
  pool: 250,
  signal: 5,
  exponent: 1,
  logRidge: -3,
  kept: 20,
  surrogateLabels: 0,
  theory: 'proportional',
};

/** Fractions that are simulated beside the one that the page looks at. */
const SIMULATED = [0.1, 0.2, 0.4, 0.6, 0.8];
/** Pools that the browser draws; one selection from each. */
export const SIMULATED_POOLS = 12;

/** Reads the URL; what is missing or out of range is at its default. */
export function readSetting(
  get: (key: string) => string | null,
  getNumber: (key: string) => number | null,
): LaboratorySetting {
  const number = (key: keyof typeof RANGES): number => {
    const value = getNumber(key);
    const { min, max } = RANGES[key];
    return value !== null && value >= min && value <= max ? value : DEFAULTS[key];
  };
  const name = get('labels');
  return {
    labels: LABEL_PROCESS_NAMES.find((known) => known === name) ?? DEFAULTS.labels,
    dimension: Math.round(number('dimension')),
    pool: Math.round(number('pool')),
    signal: number('signal'),
    exponent: number('exponent'),
    logRidge: number('logRidge'),
    kept: number('kept'),
    surrogateLabels: Math.round(number('surrogateLabels')),
    theory: get('theory') === 'low-dimensional' ? 'low-dimensional' : 'proportional',
  };
}

/** The configuration that theory, simulation and command line take. */
export function configOf(setting: LaboratorySetting): SyntheticConfig {
  const { labels, exponent, logRidge, kept, surrogateLabels, theory, ...rest } = setting;
  const trained = surrogateLabels >= 2;
  return syntheticConfigSchema.parse({
    ...rest,
    labels: [labels],
    exponents: [-exponent, 0, exponent],
    ridges: [Number((10 ** logRidge).toPrecision(3))],
    fractions: [...new Set([...SIMULATED, kept / 100])].sort((left, right) => left - right),
    datasets: SIMULATED_POOLS,
    selections: 1,
    surrogateLabels: trained ? surrogateLabels : null,
    // the closed form is about a surrogate that knows the teacher
    theory: trained ? 'proportional' : theory,
  });
}

/** The same on the command line. */
export function commandOf(config: SyntheticConfig): string {
  const options = [
    `--dimension ${config.dimension}`,
    `--pool ${config.pool}`,
    `--signal ${config.signal}`,
    `--labels ${config.labels.join(',')}`,
    `--exponents=${config.exponents.join(',')}`,
    `--ridges ${config.ridges.join(',')}`,
    `--fractions ${config.fractions.join(',')}`,
    ...(config.surrogateLabels === null ? [] : [`--surrogate-labels ${config.surrogateLabels}`]),
    ...(config.theory === 'proportional' ? [] : [`--theory ${config.theory}`]),
    `--datasets ${config.datasets} --selections ${config.selections} --out laboratory`,
  ];
  return `npx winnow synthetic ${options.join(' ')}`;
}
