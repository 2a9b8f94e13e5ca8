'use client';

import { useState, type FormEvent } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { PASSWORD_LENGTH, type AccountView } from '@/lib/contracts/account';
import { useTRPC } from '../api/client';
import { Button } from '../ui/button';
import { ErrorNote } from '../ui/error-note';
import { Input } from '../ui/input';
import { Section } from '../ui/section';

export function PasswordSection({ account }: { readonly account: AccountView }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const change = useMutation(
    trpc.account.changePassword.mutationOptions({
      onSuccess: async () => {
        setCurrent('');
        setPassword('');
        await queryClient.invalidateQueries(trpc.account.pathFilter());
      },
    }),
  );

  function submit(event: FormEvent): void {
    event.preventDefault();
    change.mutate({ current, password });
  }

  return (
    <Section
      title="Password"
      description={
        account.hasPassword
          ? 'Once it is changed, you stay signed in here and nowhere else.'
          : 'You have none yet: links sign you in. With one you sign in with it as well.'
      }
    >
      <form noValidate onSubmit={submit} className="flex w-72 max-w-full flex-col gap-4">
        <input type="email" autoComplete="username" value={account.email} readOnly hidden />
        {account.hasPassword && (
          <Input
            label="Current password"
            type="password"
            autoComplete="current-password"
            value={current}
            onValueChange={(value) => setCurrent(value)}
          />
        )}
        <Input
          label="New password"
          hint={`At least ${PASSWORD_LENGTH.min} characters; a few words are good.`}
          type="password"
          autoComplete="new-password"
          maxLength={PASSWORD_LENGTH.max}
          value={password}
          onValueChange={(value) => setPassword(value)}
        />
        <Button
          type="submit"
          className="self-start"
          disabled={password.length < PASSWORD_LENGTH.min || (account.hasPassword && !current)}
          pending={change.isPending}
        >
          {account.hasPassword ? 'Change password' : 'Set password'}
        </Button>
      </form>
      {change.error ? <ErrorNote error={change.error} /> : null}
      <p role="status">{change.isSuccess && 'The new password works from now on.'}</p>
    </Section>
  );
}
