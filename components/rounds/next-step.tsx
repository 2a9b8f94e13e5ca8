'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { RoundView } from '@/lib/contracts/round';
import { useTRPC } from '../api/client';
import { Button, ButtonLink } from '../ui/button';
import { ErrorNote } from '../ui/error-note';

interface NextStepProps {
  readonly projectId: string;
  readonly round: RoundView;
}

/** The one thing to do next in the round that the team is at. */
export function NextStep({ projectId, round }: NextStepProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const retrain = useMutation(
    trpc.rounds.retrain.mutationOptions({ onSuccess: () => queryClient.invalidateQueries() }),
  );
  const resume = useMutation(
    trpc.rounds.resume.mutationOptions({ onSuccess: () => queryClient.invalidateQueries() }),
  );
  switch (round.step) {
    case 'paused':
      return (
        <>
          <Button
            variant="primary"
            pending={resume.isPending}
            onClick={() => resume.mutate({ projectId, roundId: round.id })}
          >
            Go on with round {round.number}
          </Button>
          {resume.error ? <ErrorNote error={resume.error} /> : null}
        </>
      );
    case 'labeling':
      return (
        <ButtonLink variant="primary" href={`/projects/${projectId}/labeling/${round.batch.id}`}>
          Go on labeling
        </ButtonLink>
      );
    case 'ready':
    case 'failed':
      return (
        <>
          <Button
            variant="primary"
            pending={retrain.isPending}
            onClick={() => retrain.mutate({ projectId, roundId: round.id })}
          >
            {round.step === 'ready' ? `Retrain round ${round.number}` : `Retrain round ${round.number} again`}
          </Button>
          {retrain.error ? <ErrorNote error={retrain.error} /> : null}
        </>
      );
    case 'measured':
    case 'abandoned':
      return (
        <ButtonLink variant="primary" href={`/projects/${projectId}/selection`}>
          Select for the next round
        </ButtonLink>
      );
    case 'retraining':
      return null;
  }
}
