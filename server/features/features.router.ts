import { featureSetRequestSchema } from '@/lib/contracts/model';
import { projectProcedure, router } from '../api/trpc';
import { listExtractors, listFeatureSets, startFeatureSet } from './features.service';

export const featuresRouter = router({
  extractors: projectProcedure('viewer').query(({ ctx, input }) =>
    listExtractors(ctx.container, input.projectId),
  ),
  list: projectProcedure('viewer').query(({ ctx, input }) => listFeatureSets(ctx.container, input.projectId)),
  start: projectProcedure('lead')
    .input(featureSetRequestSchema)
    .mutation(({ ctx, input }) => startFeatureSet(ctx.container, input)),
});
