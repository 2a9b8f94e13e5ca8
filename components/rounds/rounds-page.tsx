'use client';

import { useQuery } from '@tanstack/react-query';
import type { LivePoint, RoundView } from '@/lib/contracts/round';
import { useTRPC } from '../api/client';
import { LiveCurveChart } from '../charts/live-curve-chart';
import { ButtonLink } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { ErrorNote } from '../ui/error-note';
import { FileDownloads } from '../ui/file-downloads';
import { Page, PageHeader } from '../ui/page-header';
import { Section } from '../ui/section';
import { Skeleton } from '../ui/skeleton';
import { MissingClasses } from '../labeling/missing-classes';
import { useMay } from '../projects/use-may';
import { ControlSection } from './control-section';
import { guessSentence } from './control-words';
import { currentRound, whereThingsStand } from './current-round';
import { NextStep } from './next-step';
import { RoundMenu } from './round-menu';
import { RoundProgress } from './round-progress';
import { RoundSteps } from './round-steps';
import { RoundsTable } from './rounds-table';

export function RoundsPage({ projectId }: { readonly projectId: string }) {
  const trpc = useTRPC();
  const rounds = useQuery(
    trpc.rounds.list.queryOptions(
      { projectId },
      // Others answer, and may begin the retraining, elsewhere.
      {
        refetchInterval: ({ state }) =>
          state.data?.some(({ step }) => step === 'labeling' || step === 'paused' || step === 'ready')
            ? 5_000
            : false,
      },
    ),
  );
  const curve = useQuery(trpc.rounds.curve.queryOptions({ projectId }));
  const error = rounds.error ?? curve.error;
  if (rounds.data && curve.data) {
    return <Rounds projectId={projectId} rounds={rounds.data} curve={curve.data} />;
  }
  return (
    <Page>
      <PageHeader title="Rounds" description={DESCRIPTION} />
      {error ? <ErrorNote error={error} /> : <Skeleton className="h-112" />}
    </Page>
  );
}

const CURVE_FILES = ['curve.csv', 'curve.json', 'curve.svg', 'curve.png'];

const DESCRIPTION = 'Select, label, retrain, measure: each round adds a point to the live curve.';

interface RoundsProps {
  readonly projectId: string;
  readonly rounds: readonly RoundView[];
  readonly curve: readonly LivePoint[];
}

function Rounds({ projectId, rounds, curve }: RoundsProps) {
  const mayLead = useMay(projectId, 'lead');
  const current = currentRound(rounds);
  const guesses = guessSentence(rounds);
  if (!current) {
    return (
      <Page>
        <PageHeader title="Rounds" description={DESCRIPTION} />
        <EmptyState
          title="No round yet"
          action={
            <ButtonLink variant="primary" href={`/projects/${projectId}/selection`}>
              Select examples
            </ButtonLink>
          }
        >
          A round begins when a selection is sent to labeling.
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page>
      <PageHeader
        title="Rounds"
        description={whereThingsStand(current)}
        action={
          mayLead && (
            <>
              <NextStep projectId={projectId} round={current} />
              <RoundMenu projectId={projectId} round={current} />
            </>
          )
        }
      />
      <MissingClasses projectId={projectId} />
      <RoundSteps step={current.step} number={current.number} />
      {rounds
        .filter((round) => round === current || round.step === 'retraining')
        .map((round) => (
          <RoundProgress key={round.id} projectId={projectId} round={round} />
        ))}
      <Section
        title="Test error against labels"
        description="Measured on the test split after the seed and after each round, with Wilson’s 95&nbsp;% interval."
        actions={
          curve.length > 0 && (
            <FileDownloads folder={`/api/projects/${projectId}/rounds`} files={CURVE_FILES} />
          )
        }
      >
        {curve.length > 0 ? (
          <LiveCurveChart points={curve} />
        ) : (
          <p className="text-ink-soft">The first point appears once a round is retrained and measured.</p>
        )}
      </Section>
      <ControlSection projectId={projectId} rounds={rounds} />
      {guesses && <p className="max-w-[80ch] text-ink-soft">{guesses}</p>}
      <Section title="All rounds">
        <RoundsTable projectId={projectId} rounds={rounds} curve={curve} />
      </Section>
    </Page>
  );
}
