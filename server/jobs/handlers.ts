import { refreshConsensusHandler } from '../agreement/refresh-consensus.handler';
import { searchLabelErrorsHandler } from '../agreement/search-label-errors.handler';
import { analysisHandler } from '../analyses/analysis.handler';
import { ingestHandler } from '../datasets/ingest.handler';
import { extractFeaturesHandler } from '../features/extract-features.handler';
import { pullHandler } from '../platforms/pull.handler';
import { pushHandler } from '../platforms/push.handler';
import { undoPushHandler } from '../platforms/undo-push.handler';
import { prepareSampleHandler } from '../projects/prepare-sample.handler';
import { removeProjectHandler } from '../projects/remove-project.handler';
import { retrainHandler } from '../rounds/retrain.handler';
import { computeScoresHandler } from '../scores/compute-scores.handler';
import { runStudyHandler } from '../studies/run-study.handler';
import { trainSurrogateHandler } from '../surrogates/train-surrogate.handler';
import { deliverWebhookHandler } from '../webhooks/deliver-webhook.handler';
import { syncHandler } from '../platforms/listening/sync.handler';
import type { JobHandler } from './job';

/** Every kind of long work that a worker can do. One line a handler. */
export const handlers: readonly JobHandler<unknown>[] = [
  prepareSampleHandler,
  removeProjectHandler,
  ingestHandler,
  pullHandler,
  pushHandler,
  undoPushHandler,
  extractFeaturesHandler,
  trainSurrogateHandler,
  computeScoresHandler,
  retrainHandler,
  searchLabelErrorsHandler,
  refreshConsensusHandler,
  runStudyHandler,
  analysisHandler,
  deliverWebhookHandler,
  syncHandler,
];
