'use client';

import { useState, type FormEvent } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import type { Modality } from '@/lib/contracts/project';
import { useTRPC } from '../api/client';
import { stagePath } from '../shell/stages';
import { ChipsInput } from '../ui/chips-input';
import { ChoiceCards } from '../ui/choice-cards';
import { Dialog } from '../ui/dialog';
import { FormActions } from '../ui/form-actions';
import { Input } from '../ui/input';

interface NewProjectDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

const MODALITY_OPTIONS = [
  { value: 'image', title: 'Images', description: 'Folders, zip files, IDX. Features are computed here.' },
  {
    value: 'text',
    title: 'Texts',
    description: 'Folders, zip files, CSV, JSON Lines, Parquet. Features are computed here.',
  },
  { value: 'features', title: 'Feature rows', description: 'Ready matrices: .npy, .csv, .parquet.' },
] as const;

export function NewProjectDialog({ open, onClose }: NewProjectDialogProps) {
  return (
    <Dialog open={open} onClose={onClose} title="New project">
      <NewProjectForm onCancel={onClose} />
    </Dialog>
  );
}

function NewProjectForm({ onCancel }: { readonly onCancel: () => void }) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const [modality, setModality] = useState<Modality>('image');
  const [classes, setClasses] = useState<readonly string[]>([]);
  const create = useMutation(
    trpc.projects.create.mutationOptions({
      onSuccess: ({ id }) => {
        void queryClient.invalidateQueries(trpc.projects.list.queryFilter());
        router.push(stagePath(id, 'pool'));
      },
    }),
  );

  function submit(event: FormEvent): void {
    event.preventDefault();
    create.mutate({ name: name.trim(), modality, classes: [...classes] });
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-5 pb-2">
      <Input
        label="Name"
        value={name}
        onValueChange={(value) => setName(value)}
        required
        maxLength={120}
        autoComplete="off"
        placeholder="Defects on line 4"
      />
      <ChoiceCards
        label="Examples are"
        value={modality}
        onValueChange={setModality}
        options={MODALITY_OPTIONS}
      />
      <ChipsInput
        label="Classes"
        values={classes}
        onValuesChange={setClasses}
        placeholder="Type a name, Enter adds it"
        hint="May stay empty: folder names and label columns of your files become classes."
      />
      <FormActions
        submitLabel="Create project"
        onCancel={onCancel}
        disabled={!name.trim()}
        pending={create.isPending || create.isSuccess}
        error={create.error}
      />
    </form>
  );
}
