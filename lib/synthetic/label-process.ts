import { AppError } from '../errors';
import { logistic } from '../numeric/logistic';

export const LABEL_PROCESS_NAMES = ['f1', 'f2', 'logistic', 'step'] as const;
export type LabelProcessName = (typeof LABEL_PROCESS_NAMES)[number];

/**
 * How labels depend on an example: P(y = 1 | x) = f(⟨θ₀, x⟩). All are mirrored about 0, f(−z) = 1 − f(z), so that both
 * classes are equally frequent; the theory makes use of it.
 */
export interface LabelProcess {
  readonly name: LabelProcessName;
  readonly title: string;
  readonly description: string;
  /** places of z where f jumps */
  readonly jumps: readonly number[];
  readonly probability: (z: number) => number;
}

const f1: LabelProcess = {
  name: 'f1',
  title: 'Step, 5 % noise',
  description: 'The sign of the signal decides; one label in twenty is wrong, however clear the example.',
  jumps: [0],
  probability: (z) => (z >= 0 ? 0.95 : 0.05),
};

const f2: LabelProcess = {
  name: 'f2',
  title: 'Clear near the border only',
  description:
    'Labels are 95 % sure near the border and only 70 % sure away from it. No logistic model is right.',
  jumps: [-0.5, 0, 0.5],
  probability: (z) => {
    if (z < -0.5) return 0.3;
    if (z < 0) return 0.05;
    return z < 0.5 ? 0.95 : 0.7;
  },
};

const logisticLabels: LabelProcess = {
  name: 'logistic',
  title: 'Logistic',
  description: 'The model that is fitted is the true one: the stronger the signal, the surer the label.',
  jumps: [],
  probability: logistic,
};

const step: LabelProcess = {
  name: 'step',
  title: 'Step, no noise',
  description:
    'The sign of the signal is the label, always: redundant data, as in the first paper’s figures.',
  jumps: [0],
  probability: (z) => (z >= 0 ? 1 : 0),
};

/** Every label process, in the order in which the screen offers them. */
export const LABEL_PROCESSES: readonly LabelProcess[] = [f1, f2, logisticLabels, step];

/** @throws AppError `bad-input` for an unknown name; lists the known ones */
export function labelProcessByName(name: string): LabelProcess {
  const process = LABEL_PROCESSES.find((candidate) => candidate.name === name);
  if (!process) {
    throw new AppError(
      'bad-input',
      `There is no label process named “${name}”.`,
      `Choose one of: ${LABEL_PROCESS_NAMES.join(', ')}.`,
    );
  }
  return process;
}
