'use client';

import { useState, type FormEvent } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { API_SCOPE_INFO, API_SCOPES, type ApiScope } from '@/lib/contracts/api-key';
import { useTRPC } from '../api/client';
import { Dialog } from '../ui/dialog';
import { FormActions } from '../ui/form-actions';
import { Input } from '../ui/input';
import { Select } from '../ui/select';
import { SecretOnce } from './secret-once';

const LIFETIMES = [
  { value: 'never', label: 'never', detail: 'Works until somebody revokes it.' },
  { value: '7', label: 'in 7 days' },
  { value: '30', label: 'in 30 days' },
  { value: '90', label: 'in 90 days' },
  { value: '365', label: 'in a year' },
] as const;
type Lifetime = (typeof LIFETIMES)[number]['value'];

interface NewKeyDialogProps {
  readonly projectId: string;
  readonly onClose: () => void;
}

export function NewKeyDialog({ projectId, onClose }: NewKeyDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const [scope, setScope] = useState<ApiScope>('read');
  const [lifetime, setLifetime] = useState<Lifetime>('never');
  const create = useMutation(
    trpc.apiKeys.create.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.apiKeys.list.queryFilter()),
    }),
  );

  function submit(event: FormEvent): void {
    event.preventDefault();
    const expiresInDays = lifetime === 'never' ? null : Number(lifetime);
    create.mutate({ projectId, name: name.trim(), scope, expiresInDays });
  }

  return (
    <Dialog onClose={onClose} title="New key">
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
          <Select label="Expires" value={lifetime} onValueChange={setLifetime} options={LIFETIMES} />
          <FormActions
            submitLabel="Make key"
            onCancel={onClose}
            disabled={!name.trim()}
            pending={create.isPending}
            error={create.error}
          />
        </form>
      )}
    </Dialog>
  );
}
