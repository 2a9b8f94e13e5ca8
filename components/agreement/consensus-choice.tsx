'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ConsensusRule } from '@/lib/contracts/agreement';
import { useTRPC } from '../api/client';
import { useMay } from '../projects/use-may';
import { ChoiceCards } from '../ui/choice-cards';
import { ErrorNote } from '../ui/error-note';
import { Section } from '../ui/section';

const OPTIONS: readonly { value: ConsensusRule; title: string; description: string }[] = [
  {
    value: 'majority',
    title: 'Majority',
    description: 'The class that most people chose; of a tie the one with the newest answer.',
  },
  {
    value: 'dawid-skene',
    title: 'Dawid–Skene',
    description:
      'Answers count by how often their annotator is right, class by class, as all answers together show. Better where annotators differ and share many examples.',
  },
];

interface ConsensusChoiceProps {
  readonly projectId: string;
  readonly consensus: string;
}

/** How several answers to one example become the label that is trained on and exported. */
export function ConsensusChoice({ projectId, consensus }: ConsensusChoiceProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const mayChange = useMay(projectId, 'lead');
  const save = useMutation(
    trpc.agreement.setConsensus.mutationOptions({ onSuccess: () => queryClient.invalidateQueries() }),
  );
  const shown = save.isPending ? save.variables.consensus : consensus;
  const current = OPTIONS.find(({ value }) => value === shown);
  return (
    <Section
      title="From answers to labels"
      description="Holds for training, exports and pages from now on. A reviewer’s decision stands above either."
    >
      {mayChange && current ? (
        <ChoiceCards
          label="Several answers become one label by"
          value={current.value}
          onValueChange={(value) => save.mutate({ projectId, consensus: value })}
          options={OPTIONS}
        />
      ) : (
        <p>
          <span className="font-medium">{current?.title ?? consensus}.</span> {current?.description}
        </p>
      )}
      {save.error ? <ErrorNote error={save.error} /> : null}
    </Section>
  );
}
