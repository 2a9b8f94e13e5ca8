import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Container } from '../container';
import type { Job } from '../db/generated/client';
import { describeWorker } from '../workers/worker-facts';
import type { WorkerFacts } from '../workers/workers.repository';
import { hasLivingGpu, markStopped, registerWorker, sweepWorkers } from '../workers/workers.repository';
import { runAttempt, takeOver } from './attempt';
import type { StopReason } from './attempt';
import { LANES, MessageQueue, QUEUES } from './boss';
import type { Lane, Queue } from './boss';
import { ForgottenWork } from './forgotten-work';
import type { JobHandler } from './job';
import { claim, findCancelledInQueue, findRunningOf, findStale, wasCancelled } from './jobs.repository';
import { giveBackPartsOf, giveBackStaleParts, STALE_SECONDS } from './parts/lost-parts';
import type { PartDefinition } from './parts/part';
import { PartHelper } from './parts/part-helper';
import { findWorkersOfParts } from './parts/parts.repository';
import { HOST_PREFIX, hasEnded, newWorkerName } from './worker-name';

/** One heavy and one long job at a time, since each uses every core; some light ones beside them. */
const PLACES: Record<Lane, number> = { light: 4, heavy: 1, long: 1 };
const POLL_MS = 500;
const WATCH_MS = 1000;
const HEARTBEAT_MS = 3000;
const STOP_LIMIT_MS = 5000;
const SWEEP_MS = 3_600_000;
/** How long it is believed that there is, or is not, a worker with a GPU. */
const GPU_BELIEF_MS = 5000;

/** Takes jobs, and parts of other workers' jobs, and runs them. A process has one. */
export class JobRunner {
  private readonly name = newWorkerName();
  private readonly messages: MessageQueue;
  private readonly handlers: ReadonlyMap<string, JobHandler<unknown>>;
  private readonly running = new Map<string, { job: Job; controller: AbortController }>();
  private readonly stopping = new AbortController();
  private readonly forgotten: ForgottenWork;
  private sweepAt = 0;
  private device = 'cpu';
  private gpuBelief = { living: false, until: 0 };
  private loops: Promise<void>[] = [];
  private heartbeat: Worker | null = null;

  constructor(
    private readonly container: Container,
    handlers: readonly JobHandler<unknown>[],
    private readonly parts: readonly PartDefinition<unknown, unknown>[] = [],
  ) {
    this.messages = new MessageQueue(container.db);
    this.forgotten = new ForgottenWork(container.db, this.name);
    this.handlers = new Map(handlers.map((handler) => [handler.definition.kind, handler]));
  }

  async start(databaseUrl: string): Promise<void> {
    this.heartbeat = new Worker(new URL('./heartbeat.mjs', import.meta.url), {
      workerData: { databaseUrl, worker: this.name, intervalMs: HEARTBEAT_MS },
      execArgv: [],
    });
    this.heartbeat.on('error', (error) => this.container.log.error({ err: error }, 'heartbeat ended'));
    await this.takeOverFromDeadNeighbours();
    const facts = await describeWorker(this.container, this.name);
    await registerWorker(this.container.db, facts);
    this.device = facts.device;
    const places = LANES.flatMap((lane) => Array.from({ length: PLACES[lane] }, () => this.serve(lane)));
    this.loops = [...places, this.help(facts), this.watch()];
  }

  /** Tells running jobs to stop, waits for them a moment, and gives the rest back for the next worker. */
  async stop(): Promise<void> {
    this.stopping.abort();
    for (const { controller } of this.running.values()) controller.abort('worker-stops' satisfies StopReason);
    await Promise.race([Promise.all(this.loops), sleep(STOP_LIMIT_MS, undefined, { ref: false })]);
    await this.heartbeat?.terminate();
    await this.forgotten.giveBackAll(this.world());
    await markStopped(this.container.db, this.name);
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
    for (const queue of QUEUES) {
      const job = await this.take(queue, true);
      if (job) return job;
    }
    return null;
  }

  private async serve(lane: Lane): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        const job = await this.takeFrom(lane);
        if (job) await this.run(job);
        else await this.pause(POLL_MS);
      } catch (error) {
        this.container.log.error({ err: error }, 'the queue does not answer');
        await this.pause(POLL_MS * 4);
      }
    }
  }

  /** Heavy work that wants a GPU is taken where one is, and anywhere while none lives. */
  private async takeFrom(lane: Lane): Promise<Job | null> {
    if (lane !== 'heavy') return this.take(lane, false);
    if (this.device === 'gpu') return (await this.take('gpu', false)) ?? this.take('heavy', false);
    const job = await this.take('heavy', false);
    return job ?? ((await this.gpuLives()) ? null : this.take('gpu', false));
  }

  private async gpuLives(): Promise<boolean> {
    if (this.gpuBelief.until < performance.now()) {
      const living = await hasLivingGpu(this.container.db);
      this.gpuBelief = { living, until: performance.now() + GPU_BELIEF_MS };
    }
    return this.gpuBelief.living;
  }

  private help({ engine }: WorkerFacts): Promise<void> {
    const helper = new PartHelper(this.container, this.name, this.parts);
    return helper.serve(engine, () => this.isComputing(), this.stopping.signal);
  }

  /** Whether jobs of this worker use its cores. */
  private isComputing(): boolean {
    return [...this.running.values()].some(
      ({ job }) => this.handlers.get(job.kind)?.definition.lane !== 'light',
    );
  }

  /** The message goes in the very transaction that makes the job this worker's, so that neither is ever alone. */
  private take(queue: Queue, ignoreDelay: boolean): Promise<Job | null> {
    return this.container.db.$transaction(async (tx) => {
      for (;;) {
        const message = await this.messages.take(tx, queue, { ignoreDelay });
        if (!message) return null;
        const job = await claim(tx, message.jobId, this.name);
        if (job) return job;
      }
    });
  }

  private async run(job: Job): Promise<void> {
    const controller = new AbortController();
    if (this.stopping.signal.aborted) controller.abort('worker-stops' satisfies StopReason);
    this.running.set(job.id, { job, controller });
    try {
      await runAttempt(this.world(), job, controller);
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
        await giveBackStaleParts(this.container.db);
        await this.forgotten.giveBack(
          this.world(),
          (job) => this.running.get(job.id)?.job.attempt === job.attempt,
        );
        await this.sweepNowAndThen();
      } catch (error) {
        this.container.log.error({ err: error }, 'watching over jobs failed');
      }
      await this.pause(WATCH_MS);
    }
  }

  private async sweepNowAndThen(): Promise<void> {
    if (performance.now() < this.sweepAt) return;
    this.sweepAt = performance.now() + SWEEP_MS;
    await sweepWorkers(this.container.db);
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
      if (job.worker && hasEnded(job.worker)) await takeOver(this.world(), job);
    }
    for (const worker of await findWorkersOfParts(this.container.db, HOST_PREFIX)) {
      if (hasEnded(worker)) await giveBackPartsOf(this.container.db, worker);
    }
  }

  private world() {
    return {
      container: this.container,
      worker: this.name,
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
