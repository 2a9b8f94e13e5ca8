'use client';

import { useState, type FormEvent } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '../api/client';
import { Button } from '../ui/button';
import { ErrorNote } from '../ui/error-note';
import { Input } from '../ui/input';
import { Section } from '../ui/section';

export function NameSection({ name }: { readonly name: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [typed, setTyped] = useState(name);
  const rename = useMutation(
    trpc.account.rename.mutationOptions({ onSuccess: () => queryClient.invalidateQueries() }),
  );

  function submit(event: FormEvent): void {
    event.preventDefault();
    rename.mutate({ name: typed });
  }

  return (
    <Section title="Name" description="Shown beside your answers, in each project that you belong to.">
      <form noValidate onSubmit={submit} className="flex flex-wrap items-end gap-2">
        <Input
          label="Name"
          hideLabel
          autoComplete="name"
          value={typed}
          onValueChange={(value) => setTyped(value)}
          maxLength={80}
          className="w-72 max-w-full"
        />
        <Button type="submit" disabled={!typed.trim() || typed.trim() === name} pending={rename.isPending}>
          Save name
        </Button>
      </form>
      {rename.error ? <ErrorNote error={rename.error} /> : null}
    </Section>
  );
}
