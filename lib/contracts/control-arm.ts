import type { Interval } from './model';

/** Round.control: what the random share of the batches told, kept when a round is measured. */
export interface ControlArm {
  /** null where the round had no random example that was labeled, or no model stood before it */
  readonly before: ControlError | null;
  readonly comparison: ArmComparison | null;
  /** why there is no comparison; null where there is one */
  readonly noComparison: NoComparison | null;
}

/**
 * Error of the model that stood before the round on the round's random examples. They were drawn uniformly from what was
 * unlabeled then, so that it is an unbiased estimate for exactly that pool, whatever the schemes had taken out of it.
 */
export interface ControlError {
  readonly surrogateId: string;
  /** unlabeled pool examples that were drawn from */
  readonly pool: number;
  /** examples that were drawn at random */
  readonly drawn: number;
  /** of them with a label when the round was measured */
  readonly labeled: number;
  readonly wrong: number;
  /** share of wrong predictions with Wilson's 95 % interval */
  readonly error: Interval;
}

/** Two models of the same kind on equally many labels: chosen against random, both with the labels from before round 1. */
export interface ArmComparison {
  /** labels that were there before round 1; both arms have them */
  readonly seedLabels: number;
  /** labels that each arm adds */
  readonly labelsEach: number;
  /** examples that stand in both arms */
  readonly shared: number;
  readonly testExamples: number;
  readonly chosenError: Interval;
  readonly randomError: Interval;
  /**
   * error of chosen − error of random, negative where choosing is better; the 95 % interval holds the chance of the test
   * examples and that of the labels: which ones were drawn, and how people answered
   */
  readonly difference: Interval;
  /** the same with Tango's paired 95 % interval: these very labels, and the chance of the test examples alone */
  readonly differenceOnTest: Interval;
  /** pairs of models on labels drawn anew from each arm, which tell the chance of the labels */
  readonly redraws: number;
  /** test examples that one arm alone gets right */
  readonly onlyChosenRight: number;
  readonly onlyRandomRight: number;
  /** McNemar's exact two-sided p value */
  readonly pValue: number;
}

/** `no-control`: nothing was drawn at random; `no-test-split`; `too-few-labels` in an arm; `one-class` in an arm */
export type NoComparison = 'no-control' | 'no-test-split' | 'too-few-labels' | 'one-class';
