import type { Interval } from '../contracts/model';
import type { SyntheticConfig, SyntheticLine, SyntheticPlace, SyntheticReport } from '../contracts/synthetic';
import { AppError } from '../errors';
import { meanInterval } from '../metrics/intervals';
import { bayesError } from './exact-error';
import { labelProcessByName } from './label-process';
import type { TrialError, TrialResult } from './run-trial';

interface ReportInput {
  readonly config: SyntheticConfig;
  /** in any order; without any the report shows the theory alone */
  readonly trials: readonly TrialResult[];
  /** of every label process, ridge and exponent */
  readonly lines: readonly SyntheticLine[];
  readonly seconds: number;
}

/** Means with intervals over pools: selections from one pool are no independent repeats. O(trials · places). */
export function buildSyntheticReport({ config, trials, lines, seconds }: ReportInput): SyntheticReport {
  const cells = placesOf(config).map((place) => {
    const { labels, ridge, exponent, fraction } = place;
    const pools = errorsByPool(
      trials,
      labels,
      (found) => found.ridge === ridge && found.exponent === exponent && found.fraction === fraction,
    );
    return {
      ...place,
      error: intervalOverPools(pools),
      median: pools.length > 0 ? median(pools.flat()) : null,
      theory: theoryAt(lines, place),
    };
  });
  const [exponent = 0] = config.exponents;
  const fullPool = config.labels.flatMap((labels) =>
    config.ridges.map((ridge) => ({
      labels,
      ridge,
      error: intervalOverPools(
        errorsByPool(trials, labels, (found) => found.exponent === null && found.ridge === ridge),
      ),
      // all of the pool is the same selection whatever the exponent
      theory: theoryAt(lines, { labels, ridge, exponent, fraction: 1 }),
    })),
  );
  const bayes = config.labels.map((labels) => ({
    labels,
    error: bayesError(labelProcessByName(labels), config.signal),
  }));
  return { schema: 'winnow.synthetic/1', config, cells, lines, fullPool, bayes, seconds };
}

/** Every place of a configuration: panels, then lines, then points along a line. */
function placesOf({ labels, ridges, exponents, fractions }: SyntheticConfig): SyntheticPlace[] {
  return labels.flatMap((process) =>
    ridges.flatMap((ridge) =>
      exponents.flatMap((exponent) =>
        fractions.map((fraction) => ({ labels: process, ridge, exponent, fraction })),
      ),
    ),
  );
}

function theoryAt(lines: readonly SyntheticLine[], place: SyntheticPlace): number {
  const point = lines
    .find(
      ({ labels, ridge, exponent }) =>
        labels === place.labels && ridge === place.ridge && exponent === place.exponent,
    )
    ?.points.find(({ fraction }) => fraction === place.fraction);
  if (!point) throw new AppError('internal', `The theory of ${JSON.stringify(place)} is missing.`);
  return point.error;
}

/** The errors of a place, those of each pool together. */
function errorsByPool(
  trials: readonly TrialResult[],
  labels: string,
  isWanted: (error: TrialError) => boolean,
): number[][] {
  const pools = new Map<number, number[]>();
  const ordered = [...trials].sort((left, right) => left.selection - right.selection);
  for (const trial of ordered) {
    if (trial.labels !== labels) continue;
    const found = trial.errors.filter(isWanted).map(({ error }) => error);
    if (found.length > 0) pools.set(trial.dataset, [...(pools.get(trial.dataset) ?? []), ...found]);
  }
  return [...pools.entries()].sort(([left], [right]) => left - right).map(([, errors]) => errors);
}

function intervalOverPools(pools: readonly (readonly number[])[]): Interval | null {
  if (pools.length === 0) return null;
  return meanInterval(pools.map((errors) => errors.reduce((sum, error) => sum + error, 0) / errors.length));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const upper = sorted.length >> 1;
  return ((sorted[upper] as number) + (sorted[(sorted.length - 1) >> 1] as number)) / 2;
}
