'use client';

import { useState, type FormEvent } from 'react';
import type { SeedScheme } from '@/lib/contracts/labeling';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTRPC } from '../api/client';
import { stagePath } from '../shell/stages';
import { ChoiceCards } from '../ui/choice-cards';
import { Dialog } from '../ui/dialog';
import { FormActions } from '../ui/form-actions';
import { NumberField } from '../ui/number-field';

const SCHEMES: readonly {
  readonly value: SeedScheme;
  readonly title: string;
  readonly description: string;
}[] = [
  {
    value: 'typiclust',
    title: 'Typical and diverse (TypiClust)',
    description:
      'The most typical example of each group that has no label yet: best for the very first labels.',
  },
  {
    value: 'probcover',
    title: 'Covering most (ProbCover)',
    description: 'Each time the example around which most of the pool lies that no label covers.',
  },
  {
    value: 'random',
    title: 'Random',
    description: 'Every example has the same chance; rare classes may take many labels to turn up.',
  },
];

interface SeedBatchDialogProps {
  readonly projectId: string;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function SeedBatchDialog({ projectId, open, onClose }: SeedBatchDialogProps) {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="New seed batch"
      description="Unlabeled examples for the first labels: from the seed split while it has any, then from the pool."
    >
      <SeedBatchForm projectId={projectId} onCancel={onClose} />
    </Dialog>
  );
}

function SeedBatchForm({
  projectId,
  onCancel,
}: {
  readonly projectId: string;
  readonly onCancel: () => void;
}) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [count, setCount] = useState<number | null>(100);
  const [seed, setSeed] = useState<number | null>(1);
  const features = useQuery(trpc.features.list.queryOptions({ projectId }));
  const hasFeatures = features.data?.some(({ state }) => state === 'done') ?? false;
  const [wanted, setWanted] = useState<SeedScheme | null>(null);
  const scheme = hasFeatures ? (wanted ?? 'typiclust') : 'random';
  const create = useMutation(
    trpc.annotations.createSeedBatch.mutationOptions({
      onSuccess: async ({ batchId }) => {
        await queryClient.invalidateQueries(trpc.annotations.pathFilter());
        router.push(`${stagePath(projectId, 'labeling')}/${batchId}`);
      },
    }),
  );

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (count !== null) create.mutate({ projectId, count, seed: seed ?? 1, scheme });
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4 pb-2">
      <div className="grid items-start gap-3 sm:grid-cols-2">
        <NumberField
          label="Examples"
          value={count}
          onValueChange={setCount}
          min={1}
          max={100_000}
          hint="Fewer where fewer are left"
        />
        <NumberField
          label="Random seed"
          value={seed}
          onValueChange={setSeed}
          min={0}
          hint="The same seed gives the same examples"
        />
      </div>
      {hasFeatures ? (
        <ChoiceCards
          label="How they are found"
          columns={1}
          value={scheme}
          onValueChange={setWanted}
          options={SCHEMES}
        />
      ) : (
        <p className="text-sm text-ink-soft">
          They are drawn at random. Once there are features, typical and diverse ones can be chosen instead:
          every class is seen sooner.
        </p>
      )}
      <FormActions
        submitLabel="Create and label"
        onCancel={onCancel}
        disabled={count === null || features.isPending}
        pending={create.isPending || create.isSuccess}
        error={create.error}
      />
    </form>
  );
}
