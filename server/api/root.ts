import { agreementRouter } from '../agreement/agreement.router';
import { analysesRouter } from '../analyses/analyses.router';
import { apiKeysRouter } from '../api-keys/api-keys.router';
import { auditRouter } from '../audit/audit.router';
import { accountRouter } from '../auth/account.router';
import { sessionRouter } from '../auth/session.router';
import { datasetsRouter } from '../datasets/datasets.router';
import { examplesRouter } from '../datasets/examples.router';
import { featuresRouter } from '../features/features.router';
import { jobsRouter } from '../jobs/jobs.router';
import { membersRouter } from '../members/members.router';
import { projectsRouter } from '../projects/projects.router';
import { annotationsRouter } from '../annotations/annotations.router';
import { roundsRouter } from '../rounds/rounds.router';
import { scoresRouter } from '../scores/scores.router';
import { selectionsRouter } from '../selections/selections.router';
import { platformsRouter } from '../platforms/platforms.router';
import { plansRouter } from '../plans/plans.router';
import { studiesRouter } from '../studies/studies.router';
import { surrogatesRouter } from '../surrogates/surrogates.router';
import { webhooksRouter } from '../webhooks/webhooks.router';
import { fleetRouter } from '../workers/fleet.router';
import { router } from './trpc';

/** The whole API; docs/architecture.md has the table. */
export const appRouter = router({
  session: sessionRouter,
  account: accountRouter,
  projects: projectsRouter,
  members: membersRouter,
  audit: auditRouter,
  jobs: jobsRouter,
  datasets: datasetsRouter,
  examples: examplesRouter,
  features: featuresRouter,
  surrogates: surrogatesRouter,
  scores: scoresRouter,
  selections: selectionsRouter,
  annotations: annotationsRouter,
  agreement: agreementRouter,
  rounds: roundsRouter,
  studies: studiesRouter,
  analyses: analysesRouter,
  plans: plansRouter,
  platforms: platformsRouter,
  apiKeys: apiKeysRouter,
  webhooks: webhooksRouter,
  fleet: fleetRouter,
});

export type AppRouter = typeof appRouter;
