'use client';

import Link from 'next/link';
import { useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import type { ModelMetrics } from '@/lib/contracts/model';
import { useTRPC } from '../api/client';
import { useProject } from '../projects/use-project';
import { CalibrationChart } from '../charts/calibration-chart';
import { ButtonLink } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { ErrorNote } from '../ui/error-note';
import { formatCount, formatPercent } from '../ui/format';
import { Page, PageHeader } from '../ui/page-header';
import { Section } from '../ui/section';
import { Skeleton } from '../ui/skeleton';
import { ConfusionSection } from './confusion-section';
import { RidgePath } from './ridge-path';
import { SurrogateStats } from './surrogate-stats';
import { SurrogateWork } from './surrogate-work';

interface SurrogateDetailProps {
  readonly projectId: string;
  readonly surrogateId: string;
}

export function SurrogateDetail({ projectId, surrogateId }: SurrogateDetailProps) {
  const trpc = useTRPC();
  const query = useQuery(trpc.surrogates.get.queryOptions({ projectId, surrogateId }));
  const project = useProject(projectId);
  const surrogate = query.data;
  const metrics = surrogate?.metrics;
  const error = query.error ?? project.error;
  return (
    <Page>
      <PageHeader
        title={surrogate?.name ?? 'Surrogate'}
        description={
          <>
            <Link
              href={`/projects/${projectId}/surrogate`}
              className="text-accent underline underline-offset-2"
            >
              All surrogates
            </Link>
            {surrogate && ` · trained on ${formatCount(surrogate.labelCount)} labels`}
          </>
        }
        action={
          metrics && (
            <ButtonLink variant="primary" href={`/projects/${projectId}/scores?surrogateId=${surrogateId}`}>
              Score the pool with it
            </ButtonLink>
          )
        }
      />
      {error ? <ErrorNote error={error} /> : null}
      {!error && (!surrogate || !project.data) && <Skeleton className="h-112" />}
      {surrogate && <SurrogateWork projectId={projectId} surrogate={surrogate} />}
      {surrogate && metrics && project.data && (
        <Measured
          projectId={projectId}
          surrogateId={surrogateId}
          metrics={metrics}
          classes={project.data.classes}
        />
      )}
    </Page>
  );
}

interface MeasuredProps extends SurrogateDetailProps {
  readonly metrics: ModelMetrics;
  readonly classes: readonly string[];
}

function Measured({ projectId, surrogateId, metrics, classes }: MeasuredProps) {
  const { test } = metrics;
  return (
    <>
      <AbsentClasses absent={metrics.absentClasses} classes={classes} projectId={projectId} />
      <Section title="How good it is">
        <SurrogateStats metrics={metrics} />
      </Section>
      {test ? (
        <>
          <ConfusionSection
            projectId={projectId}
            surrogateId={surrogateId}
            confusion={test.confusion}
            classes={classes}
          />
          <div className="grid min-w-0 gap-6 xl:grid-cols-2">
            <Section
              title="Calibration"
              description={`Expected calibration error ${formatPercent(test.calibration.expectedCalibrationError)}: how far its confidence is from how often it is right.`}
            >
              <CalibrationChart calibration={test.calibration} />
            </Section>
            <RidgePath metrics={metrics} />
          </div>
        </>
      ) : (
        <>
          <EmptyState
            title="Nothing to measure it on"
            action={<ButtonLink href={`/projects/${projectId}/pool`}>Add a test split</ButtonLink>}
          >
            The project has no labeled test split, so that error, calibration and confusion are not known. The
            surrogate can score the pool all the same.
          </EmptyState>
          <RidgePath metrics={metrics} />
        </>
      )}
    </>
  );
}

interface AbsentClassesProps {
  readonly projectId: string;
  readonly absent: readonly number[];
  readonly classes: readonly string[];
}

/** A class without a training label is never predicted: the reader must know before reading any number. */
function AbsentClasses({ projectId, absent, classes }: AbsentClassesProps) {
  if (absent.length === 0) return null;
  const names = absent.map((index) => `“${classes[index] ?? index}”`).join(', ');
  return (
    <div
      role="alert"
      className="flex gap-3 rounded-lg border-2 border-warning bg-warning-soft px-4 py-3 text-warning"
    >
      <TriangleAlert className="mt-0.5 size-5 shrink-0" aria-hidden />
      <div>
        <p className="font-semibold break-words">
          {absent.length === 1 ? 'One class was' : `${absent.length} classes were`} never seen in training:{' '}
          {names}
        </p>
        <p className="text-ink">
          The surrogate cannot predict {absent.length === 1 ? 'it' : 'them'}; test examples of{' '}
          {absent.length === 1 ? 'it' : 'them'} count as wrong.{' '}
          <Link href={`/projects/${projectId}/labeling`} className="underline">
            Label some more
          </Link>
          , then train again.
        </p>
      </div>
    </div>
  );
}
