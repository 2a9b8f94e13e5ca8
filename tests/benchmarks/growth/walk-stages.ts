import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JobView } from '@/lib/contracts/job';
import type { SignedInClient } from '../signed-in-client';
import { CLASSES } from './feature-pool';

const SEED_LABELS = 2000;
const TEST_LABELS = 2000;
/** Share of the pool that is selected. */
const SELECTED = 0.1;
const POLL_MS = 200;

/** What the stages left to look at. */
export interface WalkedPool {
  readonly rows: number;
  readonly projectId: string;
  readonly scoreSetIds: readonly string[];
  readonly selectionId: string;
}

/** Ingest, features, surrogate, scores, selection, export; seconds of each, from asking until it is there. */
export async function walkStages(
  client: SignedInClient,
  folder: string,
  rows: number,
  { exports }: { readonly exports: boolean },
): Promise<{ seconds: Record<string, number>; pool: WalkedPool }> {
  const seconds: Record<string, number> = {};
  async function timed<Result>(stage: string, work: () => Promise<Result>): Promise<Result> {
    const start = performance.now();
    const result = await work();
    seconds[stage] = Math.round(performance.now() - start) / 1000;
    return result;
  }
  const classes = Array.from({ length: CLASSES }, (_, label) => `${label}`);
  const { id: projectId } = await client.call<{ id: string }>('projects.create', {
    name: `${rows} rows`,
    modality: 'features',
    classes,
  });
  const source = (name: string) => ({ kind: 'path', path: join(folder, name) });
  const ask = async <Result extends { jobId: string | null }>(procedure: string, input: object) => {
    const asked = await client.call<Result>(procedure, { projectId, ...input });
    if (asked.jobId) await finish(client, projectId, asked.jobId);
    return asked;
  };
  await timed('ingest', () =>
    ask('datasets.start', {
      request: {
        format: 'npy',
        source: source('pool.npy'),
        labelsSource: source('labels.npy'),
        split: { by: 'random', seedShare: SEED_LABELS / rows, testShare: TEST_LABELS / rows, seed: 1 },
      },
    }),
  );
  const { featureSetId } = await timed('features', () =>
    ask<{ jobId: string | null; featureSetId: string }>('features.start', { extractor: 'uploaded' }),
  );
  const { surrogateId } = await timed('surrogate', () =>
    ask<{ jobId: string | null; surrogateId: string }>('surrogates.train', { featureSetId }),
  );
  await timed('scores', () =>
    ask('scores.compute', { surrogateId, names: ['gradient-norm', 'entropy', 'margin'] }),
  );
  const scores = await client.query<{ id: string; name: string }[]>('scores.list', { projectId });
  const scoreSetIds = scores.map(({ id }) => id);
  const { selectionId } = await timed('selection', () =>
    client.call<{ selectionId: string }>('selections.create', {
      projectId,
      scoreSetId: scoreSetIds[0],
      scheme: 'gradient-cdf',
      budget: SELECTED * rows,
    }),
  );
  const pool = { rows, projectId, scoreSetIds, selectionId };
  if (!exports) return { seconds, pool };
  await timed('export of the selection', () =>
    client.drain(`/api/projects/${projectId}/exports/csv?selection=${selectionId}`),
  );
  await timed('export of all', () => client.drain(`/api/projects/${projectId}/exports/csv`));
  return { seconds, pool };
}

async function finish(client: SignedInClient, projectId: string, jobId: string): Promise<void> {
  for (;;) {
    const job = await client.query<JobView>('jobs.get', { projectId, jobId });
    if (job.state === 'done') return;
    if (job.finishedAt) throw new Error(`${job.kind} ${job.state}: ${job.error?.message ?? ''}`);
    await sleep(POLL_MS);
  }
}
