import { z } from 'zod';
import type { BackTest } from '../planning/back-test';
import { BUDGET_UNITS, type LabelRates } from '../planning/label-cost';
import type { Plan } from '../planning/plan';
import type { StoppingAdvice } from '../planning/stopping/criterion';
import type { TeamPace } from '../planning/team-pace';

/** What the live rounds are called where a study's id could stand. */
export const LIVE_SOURCE = 'live';

/** What a plan is asked for; the page has the same in its URL. */
export const planRequestSchema = z.object({
  projectId: z.string(),
  /** `live`, or the id of a finished study; live unless given, else the newest study */
  source: z.string().optional(),
  /** one of the source's curves; the first that is not random unless given */
  curve: z.string().optional(),
  /** share of wrong predictions to reach */
  targetError: z.number().gt(0).lt(1).optional(),
  budget: z.number().positive().max(1e12).optional(),
  budgetUnit: z.enum(BUDGET_UNITS).default('labels'),
});
export type PlanRequest = z.infer<typeof planRequestSchema>;

/** Where a plan can take its measured errors from. */
export interface PlanSourceView {
  /** `live` or a study's id */
  readonly id: string;
  readonly kind: 'live' | 'study';
  readonly title: string;
}

export interface PlanCurveView {
  readonly key: string;
  readonly title: string;
  readonly isRandom: boolean;
  readonly points: number;
  /** different numbers of labels: it takes three to fit a curve */
  readonly sizes: number;
  /** the lowest error measured; null without a point */
  readonly lowestError: number | null;
}

export interface PlanView extends Plan {
  readonly source: string;
  readonly curve: string;
  /** the answer in sentences, the most important first */
  readonly sentences: readonly string[];
  readonly rates: LabelRates;
  readonly currency: string;
  readonly pace: TeamPace | null;
  /** what the plans of earlier rounds said about now; null for a study and with fewer than four rounds */
  readonly backTest: BackTest | null;
}

/** Seconds of answers: breaks are left out. */
export interface AnnotationSpeed {
  /** longer than this was a break */
  readonly breakSeconds: number;
  /** answers with a time, and those of them left out as breaks */
  readonly timed: number;
  readonly breaks: number;
  readonly median: number | null;
  readonly mean: number | null;
  readonly byClass: readonly SpeedRow[];
  readonly byAnnotator: readonly SpeedRow[];
}

export interface SpeedRow {
  readonly name: string;
  readonly answers: number;
  readonly medianSeconds: number;
}

export const stoppingRequestSchema = planRequestSchema
  .pick({ projectId: true, targetError: true, budget: true, budgetUnit: true })
  .extend({
    /** money that one percentage point less error is worth */
    valuePerPoint: z.number().positive().max(1e12).optional(),
  });
export type StoppingRequest = z.infer<typeof stoppingRequestSchema>;

export interface StoppingView {
  readonly rounds: number;
  readonly advice: readonly StoppingAdvice[];
}

export const scenarioRequestSchema = z.object({
  projectId: z.string(),
  studyId: z.string(),
  targetError: z.number().gt(0).lt(1).optional(),
  /** labels paid in all; a few shares of the pool unless given */
  budgets: z.array(z.number().int().positive().max(1e9)).max(12).default([]),
});
export type ScenarioRequest = z.infer<typeof scenarioRequestSchema>;
