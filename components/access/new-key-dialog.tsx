'use client';

import { useState, type FormEvent } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { API_SCOPE_INFO, API_SCOPES, type ApiScope } from '@/lib/contracts/api-key';
import { useTRPC } from '../api/client';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { ErrorNote } from '../ui/error-note';
import { Input } from '../ui/input';
import { Select } from '../ui/select';
import { SecretOnce } from './secret-once';

interface NewKeyDialogProps {
  readonly projectId: string;
  readonly onClose: () => void;
}

export function NewKeyDialog({ projectId, onClose }: NewKeyDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const [scope, setScope] = useState<ApiScope>('read');
  const create = useMutation(
    trpc.apiKeys.create.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.apiKeys.list.queryFilter()),
    }),
  );

  function submit(event: FormEvent): void {
    event.preventDefault();
    create.mutate({ projectId, name: name.trim(), scope });
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="New key"
    >
      {create.data ? (
        <SecretOnce label="Key" secret={create.data.key} onClose={onClose}>
          Send it as “Authorization: Bearer …”.
        </SecretOnce>
      ) : (
        <form noValidate onSubmit={submit} className="flex flex-col gap-5 pb-2">
          <Input
            label="Name"
            hint="Which program uses it, so that you know what you revoke."
            value={name}
            onValueChange={(value) => setName(value)}
            maxLength={80}
            required
          />
          <Select
            label="Scope"
            value={scope}
            onValueChange={setScope}
            options={API_SCOPES.map((value) => ({ value, label: value, detail: API_SCOPE_INFO[value] }))}
          />
          {create.error ? <ErrorNote error={create.error} /> : null}
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="primary" disabled={!name.trim()} pending={create.isPending}>
              Make key
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
