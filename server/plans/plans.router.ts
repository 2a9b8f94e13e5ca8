import { z } from 'zod';
import { planRequestSchema, scenarioRequestSchema, stoppingRequestSchema } from '@/lib/contracts/plan';
import { projectProcedure, router } from '../api/trpc';
import { annotationSpeed } from './annotation-speed.service';
import { listCurves, plan } from './plan.service';
import { listSources } from './plan-source.service';
import { estimate } from './plans.service';
import { listScenarios } from './scenarios.service';
import { stoppingAdvice } from './stopping.service';

export const plansRouter = router({
  sources: projectProcedure('viewer')
    .meta({
      http: 'GET /projects/{projectId}/plan/sources',
      summary: 'What a plan can be made of: the live rounds and finished studies',
    })
    .query(({ ctx, input }) => listSources(ctx.container, input.projectId)),
  curves: projectProcedure('viewer')
    .meta({
      http: 'GET /projects/{projectId}/plan/sources/{source}',
      summary: 'The curves of a source that a plan can be made of',
    })
    .input(z.object({ projectId: z.string(), source: z.string() }))
    .query(({ ctx, input }) => listCurves(ctx.container, input)),
  make: projectProcedure('viewer')
    .meta({
      http: 'GET /projects/{projectId}/plan/sources/{source}/forecast',
      summary: 'Labels, hours, money and date for a target error, and the error that a budget buys',
      description:
        'Next to random selection, with 90 % intervals, and with what earlier plans said about now.',
    })
    .input(planRequestSchema)
    .query(({ ctx, input }) => plan(ctx.container, input, new Date())),
  stopping: projectProcedure('viewer')
    .meta({
      http: 'GET /projects/{projectId}/plan/stopping',
      summary: 'Whether to stop labeling, by six criteria side by side',
    })
    .input(stoppingRequestSchema)
    .query(({ ctx, input }) => stoppingAdvice(ctx.container, input, new Date())),
  speed: projectProcedure('viewer')
    .meta({
      http: 'GET /projects/{projectId}/plan/speed',
      summary: 'Seconds an answer, by class and by annotator, breaks left out',
    })
    .query(({ ctx, input }) => annotationSpeed(ctx.container, input.projectId)),
  scenarios: projectProcedure('viewer')
    .meta({
      http: 'GET /projects/{projectId}/studies/{studyId}/scenarios',
      summary: 'Expected error, cost and hours of every scheme, surrogate and budget',
    })
    .input(scenarioRequestSchema)
    .query(({ ctx, input }) => listScenarios(ctx.container, input, new Date())),
  estimate: projectProcedure('viewer')
    .meta({
      http: 'GET /projects/{projectId}/studies/{studyId}/plan',
      summary: 'Labels and money that a target error takes, read off a study’s measured points',
    })
    .input(z.object({ projectId: z.string(), studyId: z.string(), targetError: z.number().gt(0).lt(1) }))
    .query(({ ctx, input }) => estimate(ctx.container, input)),
});
