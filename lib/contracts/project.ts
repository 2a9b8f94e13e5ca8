import { z } from 'zod';
import { modelSchema, type Model } from '../surrogates/models';

export const MODALITIES = ['image', 'text', 'features'] as const;
export type Modality = (typeof MODALITIES)[number];

export const SPLITS = ['pool', 'seed', 'test'] as const;
export type Split = (typeof SPLITS)[number];

export const ROLES = ['owner', 'lead', 'annotator', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

export const projectInputSchema = z.object({
  name: z.string().trim().min(1, 'A project needs a name.').max(120),
  modality: z.enum(MODALITIES),
  classes: z
    .array(z.string().trim().min(1).max(80))
    .max(1000)
    .refine((names) => new Set(names).size === names.length, 'Each class name may stand once only.'),
});
export type ProjectInput = z.infer<typeof projectInputSchema>;

/** Share of a round's batch that is drawn at random; the rest is chosen. */
export const controlShareSchema = z.number().min(0).max(0.9);

export const projectSettingsSchema = z.object({
  name: projectInputSchema.shape.name.optional(),
  /** Classes are only ever appended: a label is an index into them. */
  appendClasses: z.array(z.string().trim().min(1).max(80)).max(1000).optional(),
  /** money for an answer, for an hour of annotation and for a review; null: nobody says */
  costPerLabel: z.number().nonnegative().max(1e6).nullable().optional(),
  costPerHour: z.number().nonnegative().max(1e6).nullable().optional(),
  costPerReview: z.number().nonnegative().max(1e6).nullable().optional(),
  currency: z.string().trim().length(3).optional(),
  /** what rounds train */
  finalModel: modelSchema.optional(),
  /** of later rounds */
  controlShare: controlShareSchema.optional(),
  /** Markdown that annotators read beside the examples */
  guidelines: z.string().max(50_000).optional(),
  /** how many people answer an example of later batches, where it is one of the share that several answer */
  votesPerExample: z.number().int().min(1).max(20).optional(),
  /** share of a later batch that several people answer */
  overlapShare: z.number().min(0).max(1).optional(),
  /** after so long an example that was handed out and not answered goes to somebody else */
  leaseMinutes: z.number().int().min(1).max(240).optional(),
  /** whether annotators see what the newest model thinks */
  showGuess: z.boolean().optional(),
});
export type ProjectSettings = z.infer<typeof projectSettingsSchema>;

/** The way of the data: the left rail, in this order. */
export const STAGES = [
  'pool',
  'features',
  'surrogate',
  'scores',
  'selection',
  'labeling',
  'rounds',
  'report',
  'analysis',
  'plan',
] as const;
export type Stage = (typeof STAGES)[number];

export interface StageView {
  readonly stage: Stage;
  /** `waiting`: an earlier stage comes first; `ready`: can be started now */
  readonly state: 'waiting' | 'ready' | 'running' | 'done' | 'failed';
  /** A few words: "6,000 examples", "2 feature sets", "37 of 200 labeled" */
  readonly detail: string;
}

export interface ProjectSummary {
  readonly id: string;
  readonly name: string;
  readonly modality: Modality;
  readonly classCount: number;
  readonly exampleCount: number;
  readonly labeledCount: number;
  readonly isSample: boolean;
  readonly role: Role;
  readonly runningJobs: number;
  readonly createdAt: Date;
}

export interface ProjectView extends ProjectSummary {
  readonly classes: readonly string[];
  readonly costPerLabel: number | null;
  readonly costPerHour: number | null;
  readonly costPerReview: number | null;
  readonly currency: string;
  /** what rounds train */
  readonly finalModel: Model;
  /** share of a round's batch that is drawn at random */
  readonly controlShare: number;
  readonly guidelines: string;
  readonly votesPerExample: number;
  readonly overlapShare: number;
  readonly leaseMinutes: number;
  readonly showGuess: boolean;
  /** examples per split, and how many of each have a label from file */
  readonly splits: Readonly<Record<Split, { readonly examples: number; readonly labeled: number }>>;
  readonly stages: readonly StageView[];
}
