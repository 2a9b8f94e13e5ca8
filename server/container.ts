import type { Logger } from 'pino';
import type { TensorEngine } from '@/lib/surrogates/tensor-engine';
import type { Database } from './db/client';
import type { Environment } from './env';
import type { JobQueue } from './jobs/job';
import type { BlobStore } from './storage/blob-store';
import type { MatrixStore } from './storage/matrix-store';

/** All that services need of the world; built once a process, built with fakes in tests. */
export interface Container {
  readonly env: Environment;
  readonly log: Logger;
  readonly db: Database;
  readonly blobs: BlobStore;
  readonly matrices: MatrixStore;
  readonly jobs: JobQueue;
  /** The engine that runs here, loaded at first use. */
  readonly engine: () => Promise<TensorEngine>;
}
