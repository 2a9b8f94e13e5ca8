import type { SyntheticConfig, SyntheticLine, SyntheticReport } from '../contracts/synthetic';
import { buildSyntheticReport } from './build-report';
import { planTrials, runTrial, type Trial, type TrialResult } from './run-trial';
import { computeLine, planLines, requireTheory, type LineTask } from './theory-line';

/** What a thread is asked for: a line of the theory, or a simulated trial. */
export type SyntheticTask =
  { readonly kind: 'line'; readonly line: LineTask } | { readonly kind: 'trial'; readonly trial: Trial };

export type SyntheticOutcome =
  | { readonly kind: 'line'; readonly line: SyntheticLine }
  | { readonly kind: 'trial'; readonly trial: TrialResult };

/** Everything a configuration asks for, the lines first: they are there at once. @throws AppError `bad-input` */
export function planTasks(config: SyntheticConfig): SyntheticTask[] {
  requireTheory(config);
  return [
    ...planLines(config).map((line) => ({ kind: 'line', line }) as const),
    ...planTrials(config).map((trial) => ({ kind: 'trial', trial }) as const),
  ];
}

export function runTask(config: SyntheticConfig, task: SyntheticTask): SyntheticOutcome {
  return task.kind === 'line'
    ? { kind: 'line', line: computeLine(config, task.line) }
    : { kind: 'trial', trial: runTrial(config, task.trial) };
}

/**
 * The report of the outcomes so far: all lines are needed, trials may be missing.
 *
 * Outcomes may come in any order; the report is the same.
 */
export function reportOutcomes(
  config: SyntheticConfig,
  outcomes: readonly SyntheticOutcome[],
  seconds: number,
): SyntheticReport {
  const lines = outcomes.flatMap((outcome) => (outcome.kind === 'line' ? [outcome.line] : []));
  const ordered = planLines(config).flatMap(({ labels, ridge, exponent }) =>
    lines.filter((line) => line.labels === labels && line.ridge === ridge && line.exponent === exponent),
  );
  const trials = outcomes.flatMap((outcome) => (outcome.kind === 'trial' ? [outcome.trial] : []));
  return buildSyntheticReport({ config, trials, lines: ordered, seconds });
}
