import type { Interval } from '../contracts/model';
import type { SyntheticConfig, SyntheticPlace, SyntheticReport } from '../contracts/synthetic';
import { meanInterval } from '../metrics/intervals';
import { bayesError } from './exact-error';
import { labelProcessByName } from './label-process';
import type { TrialError, TrialResult } from './run-trial';

/** Every place of a configuration: panels, then lines, then points along a line. */
export function placesOf(config: SyntheticConfig): SyntheticPlace[] {
  const { labels, ridges, exponents, fractions } = config;
  return labels.flatMap((process) =>
    ridges.flatMap((ridge) =>
      exponents.flatMap((exponent) =>
        fractions.map((fraction) => ({ labels: process, ridge, exponent, fraction })),
      ),
    ),
  );
}

interface ReportInput {
  readonly config: SyntheticConfig;
  /** in any order; places without any show the theory alone */
  readonly trials: readonly TrialResult[];
  readonly predict: (place: SyntheticPlace) => number;
  readonly seconds: number;
}

/** Means with intervals over pools: selections from one pool are no independent repeats. O(trials · places). */
export function buildSyntheticReport({ config, trials, predict, seconds }: ReportInput): SyntheticReport {
  const ofPlace = (labels: string, wanted: (error: TrialError) => boolean): number[][] => {
    const datasets = new Map<number, number[]>();
    for (const trial of trials) {
      if (trial.labels !== labels) continue;
      const found = trial.errors.filter(wanted).map(({ error }) => error);
      datasets.set(trial.dataset, [...(datasets.get(trial.dataset) ?? []), ...found]);
    }
    return [...datasets.entries()]
      .sort(([left], [right]) => left - right)
      .map(([, errors]) => errors)
      .filter((errors) => errors.length > 0);
  };
  const cells = placesOf(config).map((place) => {
    const { labels, ridge, exponent, fraction } = place;
    const datasets = ofPlace(
      labels,
      (found) => found.ridge === ridge && found.exponent === exponent && found.fraction === fraction,
    );
    return {
      ...place,
      error: intervalOverPools(datasets),
      median: datasets.length > 0 ? median(datasets.flat()) : null,
      theory: predict(place),
    };
  });
  const fullPool = config.labels.flatMap((labels) =>
    config.ridges.map((ridge) => ({
      labels,
      ridge,
      error: intervalOverPools(ofPlace(labels, (found) => found.exponent === null && found.ridge === ridge)),
      theory: predict({ labels, ridge, exponent: 0, fraction: 1 }),
    })),
  );
  const bayes = config.labels.map((labels) => ({
    labels,
    error: bayesError(labelProcessByName(labels), config.signal),
  }));
  return { schema: 'winnow.synthetic/1', config, cells, fullPool, bayes, seconds };
}

function intervalOverPools(datasets: readonly (readonly number[])[]): Interval | null {
  if (datasets.length === 0) return null;
  return meanInterval(
    datasets.map((errors) => errors.reduce((sum, error) => sum + error, 0) / errors.length),
  );
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const upper = sorted.length >> 1;
  return ((sorted[upper] as number) + (sorted[(sorted.length - 1) >> 1] as number)) / 2;
}
