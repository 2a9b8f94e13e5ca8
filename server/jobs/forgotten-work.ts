import type { DatabaseClient } from '../db/client';
import type { Job } from '../db/generated/client';
import { takeUpAgain } from './attempt';
import type { World } from './attempt';
import { listRunningJobs } from './jobs.repository';
import { isHeldHere } from './parts/held-parts';
import { listRunningParts, releasePart } from './parts/parts.repository';

/**
 * Finds what this worker has by its rows and does not do: the database was out of reach when it wanted to write how it
 * ended, and since then the heartbeat keeps others from taking it over. What was only just taken is not known here yet,
 * so that it must be missed twice.
 */
export class ForgottenWork {
  private missed: ReadonlySet<string> = new Set();

  constructor(
    private readonly db: DatabaseClient,
    private readonly worker: string,
  ) {}

  async giveBack(world: World, isRunning: (job: Job) => boolean): Promise<void> {
    const jobs = (await listRunningJobs(this.db, this.worker)).filter((job) => !isRunning(job));
    const parts = (await listRunningParts(this.db, this.worker)).filter((part) => !isHeldHere(part));
    const missed = new Set<string>();
    for (const job of jobs) {
      const name = `${job.id}/${job.attempt}`;
      if (this.missed.has(name)) await takeUpAgain(world, job);
      else missed.add(name);
    }
    for (const part of parts) {
      const name = [part.jobId, part.stage, part.number, part.attempt].join('/');
      if (this.missed.has(name)) await releasePart(this.db, part);
      else missed.add(name);
    }
    this.missed = missed;
  }

  /** When the worker ends: what did not stop in time need not wait until its heartbeat is missed, nor count as killed. */
  async giveBackAll(world: World): Promise<void> {
    for (const job of await listRunningJobs(this.db, this.worker)) await takeUpAgain(world, job);
    for (const part of await listRunningParts(this.db, this.worker)) await releasePart(this.db, part);
  }
}
