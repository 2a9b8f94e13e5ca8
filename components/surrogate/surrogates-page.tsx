'use client';

import { useState, type ReactNode } from 'react';
import Link from 'next/link';
import { useQuery } from '@tanstack/react-query';
import type { SurrogateView } from '@/lib/contracts/model';
import { useTRPC } from '../api/client';
import { MissingClasses } from '../labeling/missing-classes';
import { OnlyFor } from '../projects/only-for';
import { Button, ButtonLink } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { EmptyState } from '../ui/empty-state';
import { ErrorNote } from '../ui/error-note';
import { Page, PageHeader } from '../ui/page-header';
import { Section } from '../ui/section';
import { SkeletonRows } from '../ui/skeleton';
import { ExternalForm } from './external-form';
import { SurrogateComparison } from './surrogate-comparison';
import { SurrogateTable } from './surrogate-table';
import { SurrogateWork } from './surrogate-work';
import { TrainForm } from './train-form';

export function SurrogatesPage({ projectId }: { readonly projectId: string }) {
  const trpc = useTRPC();
  const surrogates = useQuery(trpc.surrogates.list.queryOptions({ projectId }));
  const features = useQuery(trpc.features.list.queryOptions({ projectId }));
  const [open, setOpen] = useState<'train' | 'external' | null>(null);

  const error = surrogates.error ?? features.error;
  const usableFeatures = features.data?.filter(({ state }) => state === 'done');
  const actions = (
    <OnlyFor projectId={projectId} access="lead">
      <div className="flex flex-wrap justify-center gap-2">
        <Button disabled={!usableFeatures?.length} onClick={() => setOpen('external')}>
          Bring probabilities
        </Button>
        <Button variant="primary" disabled={!usableFeatures?.length} onClick={() => setOpen('train')}>
          Train a surrogate
        </Button>
      </div>
    </OnlyFor>
  );
  return (
    <Page>
      <PageHeader
        title="Surrogate"
        description="A model, mostly a small one, trained on the labels there are. It only scores the pool, so that a weak one is often enough."
        action={surrogates.data?.length ? actions : undefined}
      />
      {error ? <ErrorNote error={error} /> : null}
      <MissingClasses projectId={projectId} />
      {surrogates.data && usableFeatures ? (
        surrogates.data.length === 0 ? (
          <NoSurrogate projectId={projectId} hasFeatures={usableFeatures.length > 0} action={actions} />
        ) : (
          <Surrogates projectId={projectId} surrogates={surrogates.data} />
        )
      ) : (
        !error && <SkeletonRows rows={4} />
      )}
      <Dialog
        open={open === 'train'}
        onClose={() => setOpen(null)}
        place="right"
        title="Train a surrogate"
        description="A model on one feature set. Error, calibration and confusion are measured on the test split."
      >
        {usableFeatures && (
          <TrainForm projectId={projectId} featureSets={usableFeatures} onStarted={() => setOpen(null)} />
        )}
      </Dialog>
      <Dialog
        open={open === 'external'}
        onClose={() => setOpen(null)}
        place="right"
        title="Bring probabilities"
        description="What a model that you trained elsewhere says of every example. It scores the pool like any surrogate."
      >
        {usableFeatures && (
          <ExternalForm projectId={projectId} featureSets={usableFeatures} onStarted={() => setOpen(null)} />
        )}
      </Dialog>
    </Page>
  );
}

interface SurrogatesProps {
  readonly projectId: string;
  readonly surrogates: readonly SurrogateView[];
}

function Surrogates({ projectId, surrogates }: SurrogatesProps) {
  const underWay = surrogates.filter(({ state }) => state === 'queued' || state === 'running');
  return (
    <>
      {underWay.map((surrogate) => (
        <SurrogateWork key={surrogate.id} projectId={projectId} surrogate={surrogate} />
      ))}
      <Section
        title="All surrogates"
        description="Errors are on the test split, with Wilson’s 95&nbsp;% interval."
      >
        <SurrogateTable projectId={projectId} surrogates={surrogates} />
      </Section>
      <SurrogateComparison projectId={projectId} surrogates={surrogates} />
    </>
  );
}

interface NoSurrogateProps {
  readonly projectId: string;
  readonly hasFeatures: boolean;
  readonly action: ReactNode;
}

function NoSurrogate({ projectId, hasFeatures, action }: NoSurrogateProps) {
  if (hasFeatures) {
    return (
      <EmptyState title="No surrogate yet" action={action}>
        Some twenty labels a class are a good start. Without labels from files,{' '}
        <Link href={`/projects/${projectId}/labeling`} className="text-accent underline">
          label a seed
        </Link>{' '}
        first.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="A surrogate reads features"
      action={
        <ButtonLink variant="primary" href={`/projects/${projectId}/features`}>
          Compute features
        </ButtonLink>
      }
    >
      No feature set of this project is ready. Compute one, then train here.
    </EmptyState>
  );
}
