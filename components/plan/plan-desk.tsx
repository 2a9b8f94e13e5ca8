'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { PlanSourceView } from '@/lib/contracts/plan';
import { useTRPC } from '../api/client';
import { ErrorNote } from '../ui/error-note';
import { Skeleton } from '../ui/skeleton';
import { useUrlState } from '../ui/use-url-state';
import { BackTestSection } from './back-test-section';
import { CostSection } from './cost-section';
import { ForecastSection } from './forecast-section';
import { PlanControls } from './plan-controls';
import { budgetUnitOf, firstTarget, targetOf, type PlanQuery } from './plan-query';
import { ScenariosSection } from './scenarios-section';
import { StoppingSection } from './stopping-section';
import { TestSizeSection } from './test-size-section';
import { TooFewPoints } from './too-few-points';

interface PlanDeskProps {
  readonly projectId: string;
  /** at least one */
  readonly sources: readonly PlanSourceView[];
}

/** The plan by one curve of one source. What is asked for stands in the URL. */
export function PlanDesk({ projectId, sources }: PlanDeskProps) {
  const trpc = useTRPC();
  const url = useUrlState();
  const source = sources.find(({ id }) => id === url.get('source')) ?? sources[0];
  const sourceId = source?.id ?? '';
  const curves = useQuery(trpc.plans.curves.queryOptions({ projectId, source: sourceId }));
  const curve =
    curves.data?.find(({ key }) => key === url.get('curve')) ??
    curves.data?.find(({ isRandom }) => !isRandom) ??
    curves.data?.[0];
  const query: PlanQuery = {
    source: sourceId,
    curve: curve?.key ?? null,
    targetError: targetOf(url.getNumber('target')) ?? firstTarget(curve),
    budget: url.getNumber('budget'),
    budgetUnit: budgetUnitOf(url.get('unit')),
  };
  const isEnough = curve !== undefined && curve.sizes >= 3;
  const plan = useQuery(
    trpc.plans.make.queryOptions(
      {
        ...{ projectId, source: sourceId, curve: curve?.key, budgetUnit: query.budgetUnit },
        ...(query.targetError !== null && { targetError: query.targetError }),
        ...(query.budget !== null && query.budget > 0 && { budget: query.budget }),
      },
      { enabled: isEnough, placeholderData: keepPreviousData },
    ),
  );
  const error = curves.error ?? plan.error;
  return (
    <>
      <PlanControls sources={sources} curves={curves.data ?? []} query={query} projectId={projectId} />
      {error ? <ErrorNote error={error} /> : null}
      {curve && !isEnough && (
        <TooFewPoints projectId={projectId} curve={curve} isLive={source?.kind === 'live'} />
      )}
      {isEnough && plan.data && <ForecastSection projectId={projectId} plan={plan.data} query={query} />}
      {!error && (curves.isPending || (isEnough && plan.isPending)) && <Skeleton className="h-112" />}
      {isEnough && plan.data?.backTest && <BackTestSection backTest={plan.data.backTest} />}
      {source?.kind === 'live' && <StoppingSection projectId={projectId} query={query} />}
      {source?.kind === 'study' && (
        <ScenariosSection projectId={projectId} studyId={sourceId} query={query} />
      )}
      <CostSection projectId={projectId} />
      <TestSizeSection expectedError={query.targetError} />
    </>
  );
}
