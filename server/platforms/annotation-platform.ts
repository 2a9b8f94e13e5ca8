import type { LabelTarget, PlatformProject } from '@/lib/contracts/platform';

/** Where a platform is and what opens it. */
export interface PlatformAddress {
  readonly baseUrl: string;
  readonly token: string;
  /** whether the platform itself may be an address of the own machine or network */
  readonly allowPrivate: boolean;
  /** whether other hosts that its tasks name may be: whoever writes tasks chooses them */
  readonly allowPrivateMedia: boolean;
}

export interface PlatformAnnotation {
  readonly id: string;
  /** who, as the platform numbers its people */
  readonly annotator: string;
  /** one of the target's choices; null where it holds none, or several */
  readonly choice: string | null;
  /** the annotator chose to skip */
  readonly skipped: boolean;
  readonly groundTruth: boolean;
  /** how long it took; null where the platform does not know */
  readonly seconds: number | null;
  readonly updatedAt: Date;
}

/** Kept with a task that Winnow makes, so that it knows it again whatever happened meanwhile. */
export interface TaskOrigin {
  readonly exampleKey: string;
  readonly pushId: string;
}

export interface PlatformTask {
  readonly id: string;
  /** what the target's data key holds */
  readonly value: unknown;
  /** what Winnow made this task of, and for which push; null for tasks of others */
  readonly origin: TaskOrigin | null;
  readonly annotations: readonly PlatformAnnotation[];
}

export interface PlatformPrediction {
  readonly taskId: string;
  /** 0 … 1; the lowest is labeled first */
  readonly score: number;
  /** what annotators find chosen; null for nothing */
  readonly choice: string | null;
}

/** A saved list that shows annotators one batch in its order. */
export interface PlatformView {
  readonly title: string;
  readonly modelVersion: string;
}

/** Carries the secret of events. */
export const HOOK_SECRET_HEADER = 'X-Winnow-Secret';

/** What an event says may have changed. */
export interface PlatformChange {
  /** null: any task */
  readonly tasks: readonly string[] | null;
  /** somebody there asked for training */
  readonly trains: boolean;
}

/** Events that a platform sends us. */
export interface PlatformHook {
  readonly url: string;
  readonly secret: string;
}

/** Project and what of it is labeled: what most calls need. */
export interface ProjectTarget {
  readonly project: string;
  readonly target: LabelTarget;
}

/**
 * A labeling platform as Winnow uses it; an adapter a folder. Whatever goes wrong is an AppError with a remedy. Reading is
 * repeated by the adapter where it may help; writing never is, since only the caller can tell what has arrived.
 */
export interface AnnotationPlatform {
  /** @throws AppError with a verdict: unreachable, wrong token, too old … */
  check(): Promise<{ readonly version: string; readonly user: string }>;
  listProjects(): Promise<readonly PlatformProject[]>;
  /** @throws AppError `bad-input` where nothing in it can be labeled with one class a task */
  describeProject(project: string): Promise<PlatformProject & { readonly target: LabelTarget }>;
  /** All tasks with a greater id, in order of id; tasks that come or go meanwhile do not disturb it. */
  tasksAfter(
    of: ProjectTarget,
    taskId: string | null,
    which?: { readonly answeredOnly: boolean },
  ): AsyncIterable<PlatformTask>;
  /** Those of the named tasks that still exist, in no certain order. */
  tasks(of: ProjectTarget, ids: readonly string[]): Promise<readonly PlatformTask[]>;
  /** The bytes of what a task shows, an image for example. */
  media(task: PlatformTask, maximumBytes: number): Promise<Buffer>;
  /** Makes a task of each text; their ids in order. */
  importTexts(
    of: ProjectTarget,
    texts: readonly { origin: TaskOrigin; text: string }[],
  ): Promise<readonly string[]>;
  /** Makes a task of an image. */
  importImage(
    of: ProjectTarget,
    image: { origin: TaskOrigin; fileName: string; bytes: Buffer },
  ): Promise<string>;
  removeTasks(project: string, ids: readonly string[]): Promise<void>;
  pushPredictions(
    of: ProjectTarget,
    modelVersion: string,
    predictions: readonly PlatformPrediction[],
  ): Promise<void>;
  countPredictions(project: string, modelVersion: string): Promise<number>;
  /** Removes the predictions of this version and no others. */
  removePredictions(project: string, modelVersion: string): Promise<void>;
  /** The version whose scores order the tasks; null where there is none. */
  currentVersion(project: string): Promise<string | null>;
  setCurrentVersion(project: string, modelVersion: string | null): Promise<void>;
  /** Makes or renews the list of this title. */
  saveView(project: string, view: PlatformView): Promise<string>;
  removeView(viewId: string): Promise<void>;
  addHook(project: string, hook: PlatformHook): Promise<string>;
  removeHook(hookId: string): Promise<void>;
}

/** A registry entry: what the screen says of a platform, and how to speak to it. */
export interface PlatformAdapter {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** where its users find the token */
  readonly tokenHint: string;
  /** where people see a project */
  projectUrl(baseUrl: string, project: string): string;
  /** null for an event that means nothing here, whatever it is */
  readEvent(body: unknown): PlatformChange | null;
  connect(address: PlatformAddress): AnnotationPlatform;
}
