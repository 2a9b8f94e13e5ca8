'use client';

import { useState, type FormEvent } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ROLE_INFO } from '@/lib/contracts/member';
import { ROLES, type Role } from '@/lib/contracts/project';
import { SecretOnce } from '../access/secret-once';
import { useTRPC } from '../api/client';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { FormActions } from '../ui/form-actions';
import { Input } from '../ui/input';
import { Select } from '../ui/select';
import { LinkNote } from './link-note';

interface AddPersonDialogProps {
  readonly projectId: string;
  readonly onClose: () => void;
}

export function AddPersonDialog({ projectId, onClose }: AddPersonDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('annotator');
  const add = useMutation(
    trpc.members.add.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.members.list.queryFilter()),
    }),
  );

  function submit(event: FormEvent): void {
    event.preventDefault();
    add.mutate({ projectId, email, name, role });
  }

  return (
    <Dialog onClose={onClose} title={add.data ? 'Added' : 'Add a person'}>
      {add.data?.link && (
        <SecretOnce label="Link" secret={add.data.link} onClose={onClose}>
          <LinkNote />
        </SecretOnce>
      )}
      {add.data?.link === null && (
        <div className="flex flex-col gap-4 pb-2">
          <p>
            {email.trim()} has an account here already: the project is in their list when they sign in. The
            name stays as they have it.
          </p>
          <div className="flex justify-end">
            <Button variant="primary" onClick={onClose}>
              Done
            </Button>
          </div>
        </div>
      )}
      {!add.data && (
        <form noValidate onSubmit={submit} className="flex flex-col gap-5 pb-2">
          <Input
            label="E-mail"
            hint="They sign in with it; Winnow sends no mail."
            type="email"
            autoComplete="off"
            value={email}
            onValueChange={(value) => setEmail(value)}
            required
          />
          <Input
            label="Name"
            hint="Shown beside their answers."
            autoComplete="off"
            value={name}
            onValueChange={(value) => setName(value)}
            maxLength={80}
            required
          />
          <Select
            label="Role"
            value={role}
            onValueChange={setRole}
            options={ROLES.map((value) => ({
              value,
              label: ROLE_INFO[value].title,
              detail: ROLE_INFO[value].description,
            }))}
          />
          <FormActions
            submitLabel="Add"
            onCancel={onClose}
            disabled={!email.trim() || !name.trim()}
            pending={add.isPending}
            error={add.error}
          />
        </form>
      )}
    </Dialog>
  );
}
