import type { DatabaseClient } from '../db/client';
import type { JobProgress } from './job';
import { writeProgress } from './jobs.repository';
import type { Attempt } from './jobs.repository';

const INTERVAL_MS = 500;

/** Collects reports and writes the newest one, twice a second at most and one write at a time. */
export class ProgressWriter {
  private pending: JobProgress | null = null;
  private pendingRestart = false;
  private last: JobProgress | null = null;
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> = Promise.resolve();
  private nextAt = 0;

  constructor(
    private readonly db: DatabaseClient,
    private readonly attempt: Attempt,
    private readonly onLost: () => void,
  ) {}

  report(progress: JobProgress): void {
    const anotherMeasure = !this.last || progress.done < this.last.done || progress.unit !== this.last.unit;
    this.pendingRestart ||= anotherMeasure;
    this.last = progress;
    this.pending = progress;
    if (this.timer) return;
    this.timer = setTimeout(() => this.write(), Math.max(0, this.nextAt - Date.now()));
  }

  /** Writes what is left and waits for it. */
  async flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    if (this.pending) this.write();
    await this.writing;
  }

  private write(): void {
    const report = this.pending;
    this.timer = null;
    this.pending = null;
    if (!report) return;
    const restart = this.pendingRestart;
    this.pendingRestart = false;
    this.nextAt = Date.now() + INTERVAL_MS;
    this.writing = this.writing
      .then(() => writeProgress(this.db, this.attempt, { ...report, restart }))
      .then((current) => (current ? undefined : this.onLost()))
      // Progress is a courtesy: the next report tells it again, and a dead database stops the job elsewhere.
      .catch(() => undefined);
  }
}
