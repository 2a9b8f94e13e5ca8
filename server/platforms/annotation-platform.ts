import type { LabelTarget, PlatformInfo, PlatformProject } from '@/lib/contracts/platform';

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
  /** it may measure models; false on platforms that mark no such thing */
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

/** What shows annotators one batch in its order: a saved list, or what they filter and sort by. */
export interface PlatformView {
  readonly title: string;
  readonly modelVersion: string;
}

/** Carries the secret of events, of platforms that send headers of their users' choice. */
export const HOOK_SECRET_HEADER = 'X-Winnow-Secret';
/** The user of the address that carries it, on platforms that do not; the secret is the password. */
const HOOK_USER = 'winnow';

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

/** The address with its secret within, which HTTP clients send as Basic authentication. */
export function hookAddress({ url, secret }: PlatformHook): string {
  const address = new URL(url);
  address.username = HOOK_USER;
  address.password = secret;
  return address.href;
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
  /** All of them, or an error; those of earlier versions may be replaced where a task holds one only. */
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
  /** One that nothing there carries any more counts as none. */
  setCurrentVersion(project: string, modelVersion: string | null): Promise<void>;
  /** Makes or renews the list of this title. */
  saveView(project: string, view: PlatformView): Promise<string>;
  removeView(viewId: string): Promise<void>;
  addHook(project: string, hook: PlatformHook): Promise<string>;
  removeHook(hookId: string): Promise<void>;
}

/** How an event shows the secret, and how somebody makes one where the platform does not take it from Winnow. */
export interface HookManner {
  readonly secretIn: 'header' | 'address';
  readonly byHand: string;
}

/** A registry entry: what the screen says of a platform, and how to speak to it. */
export interface PlatformAdapter extends PlatformInfo {
  readonly hook: HookManner;
  /** where people see a project */
  projectUrl(baseUrl: string, project: string): string;
  /** where annotators find a pushed batch in its order */
  listUrl(baseUrl: string, project: string, pushed: { viewId: string; modelVersion: string }): string;
  /** null for an event that means nothing to this project, whatever it is */
  readEvent(body: unknown, project: string): PlatformChange | null;
  connect(address: PlatformAddress): AnnotationPlatform;
}
