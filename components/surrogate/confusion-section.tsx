'use client';

import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../api/client';
import { Section } from '../ui/section';
import { ConfusionMatrix } from './confusion-matrix';
import { ConfusionTable } from './confusion-table';

/** Beyond this many classes a matrix is a carpet; the most frequent confusions say more. */
const MATRIX_CLASSES = 30;

interface ConfusionSectionProps {
  readonly projectId: string;
  readonly surrogateId: string;
  readonly confusion: readonly (readonly number[])[];
  readonly classes: readonly string[];
}

/** What is taken for what. Cells lead to their images once the surrogate has scored the examples. */
export function ConfusionSection({ projectId, surrogateId, confusion, classes }: ConfusionSectionProps) {
  const trpc = useTRPC();
  const scoreSets = useQuery(trpc.scores.list.queryOptions({ projectId }));
  const scoreSetId = scoreSets.data?.find(
    (scoreSet) => scoreSet.surrogateId === surrogateId && scoreSet.state === 'done',
  )?.id;
  const linkTo = scoreSetId
    ? (actual: number, predicted: number) =>
        `/projects/${projectId}/pool?split=test&label=${actual}&predicted=${predicted}&scoreSet=${scoreSetId}`
    : null;
  const matrix = classes.length <= MATRIX_CLASSES;
  return (
    <Section
      title="Confusion on the test split"
      description={
        linkTo
          ? 'Rows are the real class, columns the predicted one. A cell opens its images in the pool browser.'
          : 'Rows are the real class, columns the predicted one. Score the pool with this surrogate to open the images of a cell.'
      }
    >
      {matrix ? (
        <ConfusionMatrix confusion={confusion} classes={classes} linkTo={linkTo} />
      ) : (
        <ConfusionTable confusion={confusion} classes={classes} linkTo={linkTo} />
      )}
    </Section>
  );
}
