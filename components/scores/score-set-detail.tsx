'use client';

import { useQuery } from '@tanstack/react-query';
import type { ScoreInfo, ScoreSetView } from '@/lib/contracts/model';
import { useTRPC } from '../api/client';
import { useProject } from '../projects/use-project';
import { HistogramChart } from '../charts/histogram-chart';
import { ButtonLink } from '../ui/button';
import { ErrorNote } from '../ui/error-note';
import { Section } from '../ui/section';
import { Skeleton } from '../ui/skeleton';
import { PercentileGallery } from './percentile-gallery';

/** Divides into the two, three and six columns of the gallery. */
const IMAGES_A_GROUP = 6;

interface ScoreSetDetailProps {
  readonly projectId: string;
  readonly scoreSet: ScoreSetView;
  readonly info: ScoreInfo;
}

/** One score over the pool: its distribution, and what examples look like along it. */
export function ScoreSetDetail({ projectId, scoreSet, info }: ScoreSetDetailProps) {
  const trpc = useTRPC();
  const scoreSetId = scoreSet.id;
  const distribution = useQuery(trpc.scores.distribution.queryOptions({ projectId, scoreSetId }));
  const percentiles = useQuery(
    trpc.examples.percentiles.queryOptions({ projectId, scoreSetId, perGroup: IMAGES_A_GROUP }),
  );
  const project = useProject(projectId);
  const error = distribution.error ?? percentiles.error ?? project.error;
  return (
    <>
      {error ? <ErrorNote error={error} /> : null}
      <Section
        title={`${scoreSet.title}: distribution over the pool`}
        description={[
          info.description,
          scoreSet.name === info.name
            ? `Range ${info.range}; ${info.direction}.`
            : `${sentence(info.direction)}.`,
          scoreSet.method && `Computed with a ${scoreSet.method}.`,
        ]
          .filter(Boolean)
          .join(' ')}
        actions={
          <ButtonLink
            size="small"
            href={`/projects/${projectId}/pool?split=pool&scoreSet=${scoreSetId}&order=descending`}
          >
            Browse the pool by it
          </ButtonLink>
        }
      >
        {distribution.data ? (
          <HistogramChart distribution={distribution.data} title={scoreSet.title} />
        ) : (
          <Skeleton className="h-72" />
        )}
      </Section>
      <Section
        look="plain"
        title="From high to low"
        description="Pool examples at the 99th, 95th, 50th and 5th percentile. Below each: what the surrogate takes it for, and what it is where that is known."
      >
        {percentiles.data && project.data ? (
          <PercentileGallery projectId={projectId} groups={percentiles.data} classes={project.data.classes} />
        ) : (
          <Skeleton className="h-192" />
        )}
      </Section>
    </>
  );
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
