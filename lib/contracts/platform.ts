import { z } from 'zod';
import type { ErrorView, WorkState } from './job';
import { MODALITIES } from './project';

/** What of a platform's project is labeled, and with what. */
export const labelTargetSchema = z.object({
  modality: z.enum(MODALITIES),
  /** key of the task's data that holds the image, the text or the features */
  dataKey: z.string(),
  /** the control that is answered, and the object that it is about */
  control: z.string(),
  object: z.string(),
  choices: z.array(z.object({ value: z.string(), title: z.string() })),
});
export type LabelTarget = z.infer<typeof labelTargetSchema>;

/** Class name of each choice; null leaves its labels out. */
export const classByChoiceSchema = z.record(
  z.string(),
  z.string().trim().min(1, 'A class needs a name.').max(80).nullable(),
);
export type ClassByChoice = z.infer<typeof classByChoiceSchema>;

export const platformAddressSchema = z.object({
  platform: z.string(),
  baseUrl: z
    .url({ protocol: /^https?$/, error: 'Give an address such as https://label-studio.example.org.' })
    .max(500),
  token: z.string().trim().min(1, 'Give a token.').max(4000),
  /** the owner says that an address of the own machine or network may be called */
  allowPrivate: z.boolean().default(false),
});

export const connectRequestSchema = platformAddressSchema.extend({
  externalProject: z.string().min(1),
});
export type ConnectRequest = z.infer<typeof connectRequestSchema>;

/** A project as the platform lists it. */
export interface PlatformProject {
  readonly id: string;
  readonly title: string;
  readonly tasks: number;
  readonly annotatedTasks: number;
}

/** What the screen says of a platform. */
export interface PlatformInfo {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** why it is; null where every run of the tests walks the whole way with the real platform */
  readonly experimental: string | null;
  readonly addressExample: string;
  readonly tokenHint: string;
  /** what annotators find of a pushed batch, and where */
  readonly listHint: string;
  /** whether an annotation there may say that it is ground truth */
  readonly marksGroundTruth: boolean;
  /** where one enters Winnow as a model there; null where a platform asks no models */
  readonly modelHint: string | null;
}

/** What the test of an address found. */
export interface PlatformCheck {
  readonly version: string;
  readonly user: string;
  readonly projects: readonly PlatformProject[];
}

export interface PlatformConnectionView {
  readonly platform: PlatformInfo;
  readonly baseUrl: string;
  readonly version: string;
  readonly externalProject: string;
  readonly externalTitle: string;
  readonly projectUrl: string;
  readonly target: LabelTarget;
  readonly allowPrivate: boolean;
  /** examples that are tasks there */
  readonly linkedTasks: number;
  readonly createdAt: Date;
}

/** A choice of the platform and the class that its labels become. */
export interface ChoiceMatch {
  readonly choice: string;
  readonly title: string;
  /** null: its labels are left out */
  readonly className: string | null;
  /** the project does not have this class yet */
  readonly isNew: boolean;
}

export interface ClassMapping {
  readonly matches: readonly ChoiceMatch[];
  /** classes of the project */
  readonly classes: readonly string[];
  /** classes that no choice stands for: annotators there cannot give them */
  readonly unmatched: readonly string[];
  /** somebody confirmed it; before, it is a proposal */
  readonly confirmed: boolean;
}

export interface PlatformPushView {
  readonly id: string;
  readonly batchId: string;
  readonly batchName: string;
  readonly modelVersion: string;
  /** where annotators find it in its order; null while it is not there */
  readonly listUrl: string | null;
  readonly showGuess: boolean;
  /** tasks of the list there */
  readonly pushedCount: number;
  /** those of them that were made for it; after it was undone, those that stay since they were answered */
  readonly importedCount: number;
  readonly state: WorkState;
  readonly jobId: string | null;
  readonly error: ErrorView | null;
  readonly createdAt: Date;
  readonly undoneAt: Date | null;
}

/** What the platform is given to ask for the model's predictions; the password is shown once. */
export interface ModelAccess {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

/** How Winnow hears of answers on the platform, and what it does then. */
export interface ListeningView {
  readonly listens: boolean;
  /** somebody entered the address there, or has still to */
  readonly byHand: boolean;
  readonly url: string;
  /** when the last event came; null before the first */
  readonly heardAt: Date | null;
  /** when the platform was last asked for answers */
  readonly askedAt: Date | null;
  readonly retrainAlone: boolean;
  /** why the last look at the platform failed */
  readonly error: ErrorView | null;
  readonly modelUrl: string;
  readonly modelHasPassword: boolean;
}

/** What to enter on the platform where it did not take it from Winnow; the secret is shown once. */
export interface ManualHook {
  /** where one enters it there */
  readonly how: string;
  readonly url: string;
  /** null where the address holds the secret, since the platform sends no headers of one's choice */
  readonly header: string | null;
  readonly secret: string;
  readonly reason: string;
}
