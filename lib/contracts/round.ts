import type { Model } from '../surrogates/models';
import type { ControlArm } from './control-arm';
import type { ErrorView, WorkState } from './job';
import type { BatchView } from './labeling';
import type { ModelMetrics } from './model';

/** Round.setup: what a round was begun with, so that what changed between rounds stays known. */
export interface RoundSetup {
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly scoreName: string | null;
  readonly surrogate: { readonly id: string; readonly name: string } | null;
  readonly featureSet: { readonly id: string; readonly extractor: string };
  /** share of the batch that is drawn at random, as asked for */
  readonly controlShare: number;
  /** examples that were drawn at random, and unlabeled pool examples that they were drawn from */
  readonly controlDrawn: number;
  readonly pool: number;
  /** the surrogate whose error the random examples measure; null where no model stood yet */
  readonly modelBefore: string | null;
  /** whether annotators saw the model's guess when the round began */
  readonly showGuess: boolean;
  /** what the round trains; null until it is retrained */
  readonly model: Model | null;
}

export interface RoundView {
  readonly id: string;
  readonly number: number;
  readonly batch: BatchView;
  readonly scheme: string | null;
  readonly scoreName: string | null;
  /**
   * `labeling` while answers are missing (`paused`: nothing is handed out), then `ready` to retrain, then the state of
   * the retraining; `abandoned` rounds have labels but no point on the curve
   */
  readonly step: 'labeling' | 'paused' | 'ready' | 'retraining' | 'measured' | 'failed' | 'abandoned';
  readonly state: WorkState;
  readonly jobId: string | null;
  readonly labelCount: number | null;
  readonly metrics: ModelMetrics | null;
  /** null where it began before this was kept */
  readonly setup: RoundSetup | null;
  /** what is otherwise than in the round before, in words; empty for the first */
  readonly changes: readonly string[];
  /** null before it is measured */
  readonly control: ControlArm | null;
  /** people who answered in this batch of late */
  readonly annotators: number;
  /** until the batch is answered, by the median answer and those who work; null where nobody can say */
  readonly secondsLeft: number | null;
  /** answers of people, and those of them that were given with the model's guess in sight */
  readonly answers: number;
  readonly answersWithGuess: number;
  readonly error: ErrorView | null;
  readonly createdAt: Date;
  readonly measuredAt: Date | null;
}

/** Points of the live curve: what was measured after the seed and after each round. */
export interface LivePoint {
  readonly round: number;
  readonly labels: number;
  readonly error: number;
  readonly low: number;
  readonly high: number;
  readonly scheme: string | null;
  /** what is otherwise than in the round before, in words */
  readonly changes: readonly string[];
  /** hash of the test examples and their labels; null where it was not kept. Points of different ones do not compare. */
  readonly testSet: string | null;
  readonly testExamples: number;
}
