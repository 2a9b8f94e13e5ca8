import type { Logger } from 'pino';
import type { TensorEngine } from '@/lib/surrogates/tensor-engine';
import { connectDatabase } from './db/client';
import type { Database } from './db/client';
import { RequestRate } from './api-keys/request-rate';
import type { Environment } from './env';
import type { JobQueue } from './jobs/job';
import { createJobQueue } from './jobs/job-queue';
import { meteredBlobs } from './operations/metrics/metered-blobs';
import { processMetrics } from './operations/metrics/metrics';
import type { Sealer } from './platforms/sealed-text';
import { openSealer } from './platforms/sealed-text';
import { BlobMatrixStore } from './storage/blob-matrix-store';
import type { BlobStore } from './storage/blob-store';
import { openBlobStore } from './storage/open-blob-store';
import type { MatrixStore } from './storage/matrix-store';
import { loadEngine } from './tensor/load-engine';
import type { LoadedEngine } from './tensor/load-engine';

/** All that services need of the world; built once a process, built with fakes in tests. */
export interface Container {
  readonly env: Environment;
  readonly log: Logger;
  readonly db: Database;
  readonly blobs: BlobStore;
  readonly matrices: MatrixStore;
  readonly jobs: JobQueue;
  /** How much each API key asked of this process of late. */
  readonly apiRate: RequestRate;
  /** Seals what must not be read off a copy of the database; its key is read at first use. */
  readonly sealer: () => Promise<Sealer>;
  /** The engine that runs here, loaded at first use. */
  readonly engine: () => Promise<TensorEngine>;
  /** The same, with the engines that were tried before it and why they do not run here. */
  readonly loadedEngine: () => Promise<LoadedEngine>;
}

/** The world as it is: PostgreSQL, blobs where the settings say, the first engine that loads. */
export function createContainer(env: Environment, databaseUrl: string, log: Logger): Container {
  const db = connectDatabase(databaseUrl);
  const blobs = meteredBlobs(openBlobStore(env), processMetrics());
  let loaded: Promise<LoadedEngine> | null = null;
  let sealer: Promise<Sealer> | null = null;
  const loadedEngine = () => (loaded ??= loadEngine({ force: env.engine }));
  return {
    env,
    log,
    db,
    blobs,
    matrices: new BlobMatrixStore(blobs),
    jobs: createJobQueue(db),
    apiRate: new RequestRate(env.apiRequestsPerMinute),
    sealer: () =>
      // where the key could not be read this time, the next one asks again
      (sealer ??= openSealer({ env, blobs, db }).catch((error: unknown) => {
        sealer = null;
        throw error;
      })),
    loadedEngine,
    engine: async () => (await loadedEngine()).engine,
  };
}
