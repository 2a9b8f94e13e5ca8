'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ScoreInfo, ScoreSetView, SurrogateView } from '@/lib/contracts/model';
import { useTRPC } from '../api/client';
import { JobProgress } from '../jobs/job-progress';
import { OnlyFor } from '../projects/only-for';
import { Button, ButtonLink } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { ErrorNote } from '../ui/error-note';
import { formatCount } from '../ui/format';
import { Page, PageHeader } from '../ui/page-header';
import { Section } from '../ui/section';
import { Select } from '../ui/select';
import { Skeleton } from '../ui/skeleton';
import { useUrlState } from '../ui/use-url-state';
import { ScoreSetDetail } from './score-set-detail';
import { SurrogateWork } from '../surrogate/surrogate-work';
import { ScoreSettingsForm } from './score-settings-form';
import { ScoreTable } from './score-table';

const DESCRIPTION =
  'One number an example: how uncertain the surrogate is, or how much the example would move the model.';

export function ScoresPage({ projectId }: { readonly projectId: string }) {
  const trpc = useTRPC();
  const registry = useQuery(trpc.scores.registry.queryOptions({ projectId }));
  const scoreSets = useQuery(trpc.scores.list.queryOptions({ projectId }));
  const surrogates = useQuery(trpc.surrogates.list.queryOptions({ projectId }));
  const url = useUrlState();

  const error = registry.error ?? scoreSets.error ?? surrogates.error;
  if (error) {
    return (
      <Page>
        <PageHeader title="Scores" description={DESCRIPTION} />
        <ErrorNote error={error} />
      </Page>
    );
  }
  const trained = surrogates.data?.filter(({ state }) => state === 'done');
  const surrogate = trained?.find(({ id }) => id === url.get('surrogateId')) ?? trained?.at(0);
  if (!registry.data || !scoreSets.data || !trained) {
    return (
      <Page>
        <PageHeader title="Scores" description={DESCRIPTION} />
        <Skeleton className="h-112" />
      </Page>
    );
  }
  if (!surrogate) {
    const inTraining = surrogates.data?.find(({ state }) => state === 'queued' || state === 'running');
    return (
      <Page>
        <PageHeader title="Scores" description={DESCRIPTION} />
        {inTraining ? (
          <SurrogateWork projectId={projectId} surrogate={inTraining} />
        ) : (
          <EmptyState
            title="A surrogate gives the scores"
            action={
              <ButtonLink variant="primary" href={`/projects/${projectId}/surrogate`}>
                Train a surrogate
              </ButtonLink>
            }
          >
            Train one on the labels there are; then it scores every example here.
          </EmptyState>
        )}
      </Page>
    );
  }
  return (
    <Scores
      projectId={projectId}
      registry={registry.data}
      scoreSets={scoreSets.data.filter(({ surrogateId }) => surrogateId === surrogate.id)}
      surrogate={surrogate}
      surrogates={trained}
    />
  );
}

interface ScoresProps {
  readonly projectId: string;
  readonly registry: readonly ScoreInfo[];
  readonly scoreSets: readonly ScoreSetView[];
  readonly surrogate: SurrogateView;
  readonly surrogates: readonly SurrogateView[];
}

function Scores({ projectId, registry, scoreSets, surrogate, surrogates }: ScoresProps) {
  const trpc = useTRPC();
  const url = useUrlState();
  const queryClient = useQueryClient();
  const compute = useMutation(
    trpc.scores.compute.mutationOptions({ onSuccess: () => queryClient.invalidateQueries() }),
  );
  const present = new Set(
    scoreSets.filter(({ state }) => state !== 'failed' && state !== 'cancelled').map(({ name }) => name),
  );
  const missing = registry.map(({ name }) => name).filter((name) => !present.has(name));
  const jobIds = new Set(
    scoreSets.flatMap(({ state, jobId }) =>
      (state === 'queued' || state === 'running') && jobId ? [jobId] : [],
    ),
  );
  const done = scoreSets.filter(({ state }) => state === 'done');
  const shown = done.find(({ id }) => id === url.get('scoreSetId')) ?? done.at(0);
  const info = registry.find(({ name }) => name === shown?.registryName);
  const start = (names: readonly string[]) =>
    compute.mutate({ projectId, surrogateId: surrogate.id, names: [...names] });
  return (
    <Page>
      <PageHeader
        title="Scores"
        description={DESCRIPTION}
        action={
          missing.length > 0 ? (
            <OnlyFor projectId={projectId} access="lead">
              <Button variant="primary" pending={compute.isPending} onClick={() => start(missing)}>
                {present.size === 0
                  ? 'Compute all scores'
                  : `Compute the missing ${formatCount(missing.length)}`}
              </Button>
            </OnlyFor>
          ) : (
            <ButtonLink variant="primary" href={`/projects/${projectId}/selection`}>
              Select by a score
            </ButtonLink>
          )
        }
      />
      {compute.error ? <ErrorNote error={compute.error} /> : null}
      {[...jobIds].map((jobId) => (
        <Section key={jobId} title="Computing scores">
          <JobProgress projectId={projectId} jobId={jobId} />
        </Section>
      ))}
      <Select
        label="Surrogate"
        className="w-full sm:w-80"
        value={surrogate.id}
        onValueChange={(surrogateId) => url.set({ surrogateId, scoreSetId: null })}
        options={surrogates.map(({ id, name, labelCount }) => ({
          value: id,
          label: name,
          detail: `${formatCount(labelCount)} labels`,
        }))}
      />
      {shown && info && <ScoreSetDetail key={shown.id} projectId={projectId} scoreSet={shown} info={info} />}
      <Section
        title="All scores"
        description="Each from the surrogate’s probabilities alone unless it says otherwise. Those that look at labels are known for labeled examples only and cannot choose what to label."
      >
        <ScoreTable
          registry={registry}
          scoreSets={scoreSets}
          shown={shown?.name ?? null}
          onShow={(scoreSetId) => url.set({ scoreSetId })}
          onCompute={(name) => start([name])}
          computing={compute.isPending}
        />
      </Section>
      <Section
        title="Other settings"
        description="Another norm or group of parameters, softer or clipped logits, or ranks where the size of a score is not to be trusted. It joins the scores above."
      >
        <ScoreSettingsForm
          registry={registry}
          computing={compute.isPending}
          onCompute={(name) => start([name])}
        />
      </Section>
    </Page>
  );
}
