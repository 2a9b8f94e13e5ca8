import type { WorkState } from './job';

/** A process that does jobs. */
export interface FleetWorker {
  /** `host/processes:process:random` */
  readonly name: string;
  readonly host: string;
  readonly version: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly engine: string;
  readonly device: string;
  /** `silent`: nothing heard for 15 seconds; what it was at is given to others */
  readonly state: 'living' | 'silent' | 'stopped';
  readonly startedAt: Date;
  readonly heartbeatAt: Date;
  /** since its start */
  readonly jobsDone: number;
  readonly partsDone: number;
  readonly failures: number;
  /** what it is at now */
  readonly jobs: readonly string[];
  /** parts of jobs, others' jobs among them */
  readonly parts: number;
}

/** Jobs of one lane. */
export interface FleetLane {
  readonly lane: string;
  readonly waiting: number;
  readonly running: number;
}

/** A job that waits or runs. */
export interface FleetJob {
  readonly id: string;
  readonly projectId: string;
  readonly projectName: string;
  readonly kind: string;
  readonly lane: string;
  readonly state: WorkState;
  /** where and since when it runs; null while it waits */
  readonly host: string | null;
  readonly since: Date | null;
  readonly createdAt: Date;
  readonly done: number;
  readonly total: number | null;
  readonly unit: string;
  readonly partsDone: number;
  readonly parts: number;
  /** starts before this one */
  readonly retries: number;
}

/** All workers and their work, for whoever runs this Winnow. */
export interface FleetView {
  readonly workers: readonly FleetWorker[];
  readonly lanes: readonly FleetLane[];
  readonly jobs: readonly FleetJob[];
  /** of the last 60 minutes */
  readonly hour: {
    readonly jobs: number;
    readonly parts: number;
    readonly failed: number;
    readonly retried: number;
  };
}
