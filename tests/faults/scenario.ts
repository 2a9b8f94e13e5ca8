import type { Random } from '@/lib/numeric/random';
import type { Figures, InjectedFault } from './figures';

export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** Why it cannot be run here; null where it can. Left out: it runs everywhere. */
  readonly needs?: () => Promise<string | null>;
  /** @throws where something was lost, doubled, half-made or stuck */
  run(run: ScenarioRun): Promise<void>;
}

/** What a scenario is given: its own folder and random numbers, and where its figures go. */
export interface ScenarioRun {
  readonly scenario: string;
  readonly folder: string;
  readonly short: boolean;
  /** how many kills the whole suite makes */
  readonly kills: number;
  readonly random: (...names: string[]) => Random;
  readonly figures: Figures;
  readonly say: (line: string) => void;
}

export function recordFault(run: ScenarioRun, fault: Omit<InjectedFault, 'scenario'>): void {
  run.figures.faults.push({ scenario: run.scenario, ...fault });
  const { victim, how, during, recoverySeconds } = fault;
  run.say(
    `  ${how} ${victim} during ${during || 'nothing'}: whole again after ${recoverySeconds.toFixed(1)} s`,
  );
}

export function recordCount(run: ScenarioRun, name: string, value: number | string): void {
  run.figures.counts.push({ scenario: run.scenario, name, value });
}
