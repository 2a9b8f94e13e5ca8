import type { Stage } from './parts.repository';

/** A folder may be mounted meanwhile. */
const BELIEVED_MS = 60_000;

/** Stages of jobs whose parts read what this worker cannot reach. */
export class UnreachableStages {
  private readonly until = new Map<string, { readonly stage: Stage; readonly time: number }>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  add({ jobId, stage }: Stage): void {
    this.until.set(`${jobId}/${stage}`, { stage: { jobId, stage }, time: this.now() + BELIEVED_MS });
  }

  list(): Stage[] {
    for (const [name, { time }] of this.until) if (time <= this.now()) this.until.delete(name);
    return [...this.until.values()].map(({ stage }) => stage);
  }
}
