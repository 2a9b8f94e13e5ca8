import { refreshConsensusJob } from '../agreement/refresh-consensus.job';
import { searchLabelErrorsJob } from '../agreement/search-label-errors.job';
import { analysisJob } from '../analyses/analysis.job';
import { ingestJob } from '../datasets/ingest.job';
import { extractFeaturesJob } from '../features/extract-features.job';
import { syncJob } from '../platforms/listening/sync.job';
import { pullJob } from '../platforms/pull.job';
import { pushJob, undoPushJob } from '../platforms/push.job';
import { prepareSampleJob } from '../projects/prepare-sample.job';
import { removeProjectJob } from '../projects/remove-project.job';
import { retrainJob } from '../rounds/retrain.job';
import { computeScoresJob } from '../scores/compute-scores.job';
import { runStudyJob } from '../studies/run-study.job';
import { trainSurrogateJob } from '../surrogates/train-surrogate.job';
import { deliverWebhookJob } from '../webhooks/deliver-webhook.job';
import type { Lane } from './boss';

/** What handlers.ts lists, without the work: the web server can be built of these. */
const definitions: readonly { readonly kind: string; readonly lane: Lane }[] = [
  prepareSampleJob,
  removeProjectJob,
  ingestJob,
  pullJob,
  pushJob,
  undoPushJob,
  extractFeaturesJob,
  trainSurrogateJob,
  computeScoresJob,
  retrainJob,
  searchLabelErrorsJob,
  refreshConsensusJob,
  runStudyJob,
  analysisJob,
  deliverWebhookJob,
  syncJob,
];

const lanes = new Map(definitions.map(({ kind, lane }) => [kind, lane]));

/** The lane of a kind of job; null for one that this version does not know. */
export function laneOf(kind: string): Lane | null {
  return lanes.get(kind) ?? null;
}
