import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Container } from '../container';
import type { Job } from '../db/generated/client';
import { runAttempt, takeOver } from './attempt';
import type { StopReason } from './attempt';
import { LANES, MessageQueue } from './boss';
import type { Lane } from './boss';
import type { JobHandler } from './job';
import { claim, findCancelledInQueue, findRunningOf, findStale, wasCancelled } from './jobs.repository';
import { HOST_PREFIX, hasEnded, newWorkerName } from './worker-name';

/** One heavy and one long job at a time, since each uses every core; some light ones beside them. */
const PLACES: Record<Lane, number> = { light: 4, heavy: 1, long: 1 };
const POLL_MS = 500;
const WATCH_MS = 1000;
const HEARTBEAT_MS = 3000;
const STALE_SECONDS = 15;
const STOP_LIMIT_MS = 5000;

/** Takes jobs and runs them. A process has one. */
export class JobRunner {
  private readonly name = newWorkerName();
  private readonly messages: MessageQueue;
  private readonly handlers: ReadonlyMap<string, JobHandler<unknown>>;
  private readonly running = new Map<string, { controller: AbortController; ended: Promise<void> }>();
  private readonly stopping = new AbortController();
  private loops: Promise<void>[] = [];
  private heartbeat: Worker | null = null;

  constructor(
    private readonly container: Container,
    handlers: readonly JobHandler<unknown>[],
  ) {
    this.messages = new MessageQueue(container.db);
    this.handlers = new Map(handlers.map((handler) => [handler.definition.kind, handler]));
  }

  async start(databaseUrl: string): Promise<void> {
    this.heartbeat = new Worker(new URL('./heartbeat.mjs', import.meta.url), {
      workerData: { databaseUrl, worker: this.name, intervalMs: HEARTBEAT_MS },
      execArgv: [],
    });
    this.heartbeat.on('error', (error) => this.container.log.error({ err: error }, 'heartbeat ended'));
    await this.takeOverFromDeadNeighbours();
    const places = LANES.flatMap((lane) => Array.from({ length: PLACES[lane] }, () => this.serve(lane)));
    this.loops = [...places, this.watch()];
  }

  /** Tells running jobs to stop, waits for them a moment, and gives the rest back for the next worker. */
  async stop(): Promise<void> {
    this.stopping.abort();
    for (const { controller } of this.running.values()) controller.abort('worker-stops' satisfies StopReason);
    await Promise.race([Promise.all(this.loops), sleep(STOP_LIMIT_MS, undefined, { ref: false })]);
    await this.heartbeat?.terminate();
  }

  /** Runs everything that is queued, delayed retries too, in this process and one after the other. */
  async runUntilEmpty(): Promise<void> {
    for (;;) {
      await this.endCancelled();
      const job = await this.takeAny();
      if (!job) return;
      await this.run(job);
    }
  }

  private async takeAny(): Promise<Job | null> {
    for (const lane of LANES) {
      const job = await this.take(lane, true);
      if (job) return job;
    }
    return null;
  }

  private async serve(lane: Lane): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        const job = await this.take(lane, false);
        if (job) await this.run(job);
        else await this.pause(POLL_MS);
      } catch (error) {
        this.container.log.error({ err: error }, 'the queue does not answer');
        await this.pause(POLL_MS * 4);
      }
    }
  }

  /** The message goes in the very transaction that makes the job this worker's, so that neither is ever alone. */
  private take(lane: Lane, ignoreDelay: boolean): Promise<Job | null> {
    return this.container.db.$transaction(async (tx) => {
      for (;;) {
        const message = await this.messages.take(tx, lane, { ignoreDelay });
        if (!message) return null;
        const job = await claim(tx, message.jobId, this.name);
        if (job) return job;
      }
    });
  }

  private async run(job: Job): Promise<void> {
    const controller = new AbortController();
    if (this.stopping.signal.aborted) controller.abort('worker-stops' satisfies StopReason);
    const ended = runAttempt(this.world(), job, controller);
    this.running.set(job.id, { controller, ended });
    try {
      await ended;
    } finally {
      this.running.delete(job.id);
    }
  }

  private async watch(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        await this.passOnCancels();
        await this.endCancelled();
        for (const job of await findStale(this.container.db, STALE_SECONDS))
          await takeOver(this.world(), job);
      } catch (error) {
        this.container.log.error({ err: error }, 'watching over jobs failed');
      }
      await this.pause(WATCH_MS);
    }
  }

  private async passOnCancels(): Promise<void> {
    if (this.running.size === 0) return;
    for (const jobId of await wasCancelled(this.container.db, [...this.running.keys()])) {
      this.running.get(jobId)?.controller.abort('cancelled' satisfies StopReason);
    }
  }

  /** Needs no free place: a job that waits behind a long one is cancelled at once. */
  private async endCancelled(): Promise<void> {
    for (const { id } of await findCancelledInQueue(this.container.db)) {
      const job = await claim(this.container.db, id, this.name);
      if (job) await runAttempt(this.world(), job, new AbortController());
    }
  }

  private async takeOverFromDeadNeighbours(): Promise<void> {
    for (const job of await findRunningOf(this.container.db, HOST_PREFIX)) {
      if (job.worker && hasEnded(job.worker, this.name)) await takeOver(this.world(), job);
    }
  }

  private world() {
    return {
      container: this.container,
      messages: this.messages,
      handlerOf: (kind: string) => {
        const handler = this.handlers.get(kind);
        if (!handler) throw new Error(`No handler for jobs of kind ${kind}`);
        return handler;
      },
    };
  }

  private async pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}
