import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

/** From a hit in memory to a report of minutes, in seconds. */
const REQUEST_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 1, 3, 10, 60];
const BLOB_BUCKETS = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60];
const JOB_BUCKETS = [0.1, 0.5, 2, 10, 60, 300, 1800, 7200, 43_200];

/** What this process counts. Labels are names of the program's own, never what users wrote: their number is bounded. */
export class Metrics {
  readonly registry = new Registry();
  readonly requests = this.histogram(
    'winnow_http_request_duration_seconds',
    'Requests, by the route that answered.',
    {
      labelNames: ['method', 'route', 'status'],
      buckets: REQUEST_BUCKETS,
    },
  );
  readonly procedures = this.histogram('winnow_procedure_duration_seconds', 'Procedures of the API.', {
    labelNames: ['procedure', 'outcome'],
    buckets: REQUEST_BUCKETS,
  });
  readonly jobs = this.histogram(
    'winnow_job_attempt_duration_seconds',
    'Attempts at jobs, by how they ended.',
    {
      labelNames: ['kind', 'outcome'],
      buckets: JOB_BUCKETS,
    },
  );
  readonly parts = this.histogram('winnow_job_part_duration_seconds', 'Parts of jobs, by how they ended.', {
    labelNames: ['kind', 'outcome'],
    buckets: JOB_BUCKETS,
  });
  readonly blobs = this.histogram('winnow_blob_operation_duration_seconds', 'Operations on the blob store.', {
    labelNames: ['operation', 'outcome'],
    buckets: BLOB_BUCKETS,
  });
  readonly answers = new Counter({
    name: 'winnow_answers_acknowledged_total',
    help: 'Answers of annotators that were acknowledged, those sent again among them.',
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  private histogram<Label extends string>(
    name: string,
    help: string,
    options: { readonly labelNames: Label[]; readonly buckets: number[] },
  ): Histogram<Label> {
    return new Histogram({ name, help, ...options, registers: [this.registry] });
  }
}

/** Bundles may hold this module several times; the process counts once. */
const shared = globalThis as typeof globalThis & { winnowMetrics?: Metrics };

export function processMetrics(): Metrics {
  return (shared.winnowMetrics ??= new Metrics());
}
