import { featureSetRequestSchema } from '@/lib/contracts/model';
import { projectProcedure, router } from '../api/trpc';
import { listExtractors, listFeatureSets, startFeatureSet } from './features.service';

export const featuresRouter = router({
  extractors: projectProcedure('viewer')
    .meta({
      http: 'GET /projects/{projectId}/extractors',
      summary: 'Extractors that fit this project, and their settings',
    })
    .query(({ ctx, input }) => listExtractors(ctx.container, input.projectId)),
  list: projectProcedure('viewer')
    .meta({ http: 'GET /projects/{projectId}/features', summary: 'Feature sets' })
    .query(({ ctx, input }) => listFeatureSets(ctx.container, input.projectId)),
  start: projectProcedure('lead')
    .meta({ http: 'POST /projects/{projectId}/features', summary: 'Extract features' })
    .input(featureSetRequestSchema)
    .mutation(({ ctx, input }) => startFeatureSet(ctx.container, input)),
});
