'use client';

import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { Button } from '../ui/button';
import { ErrorNote } from '../ui/error-note';

interface PasswordFormProps {
  /** Where the fields are posted; it answers with the cookies of a session. */
  readonly action: string;
  readonly submitLabel: string;
  readonly children: ReactNode;
}

/** Posts its fields and, where that signs in, opens the projects. What was typed stays where it does not. */
export function PasswordForm({ action, submitLabel, children }: PasswordFormProps) {
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);

  async function send(form: HTMLFormElement): Promise<void> {
    setPending(true);
    setError(null);
    try {
      const response = await fetch(action, { method: 'POST', body: new FormData(form) });
      if (!response.ok) throw await response.json();
      window.location.assign('/');
    } catch (thrown) {
      setError(
        thrown instanceof TypeError
          ? { message: 'Winnow cannot be reached.', remedy: 'Check that it still runs, then try again.' }
          : thrown,
      );
      setPending(false);
    }
  }

  function submit(event: SyntheticEvent<HTMLFormElement>): void {
    event.preventDefault();
    void send(event.currentTarget);
  }

  return (
    <form method="post" action={action} onSubmit={submit} className="flex flex-col gap-4">
      {children}
      {error ? <ErrorNote error={error} /> : null}
      <Button type="submit" variant="primary" size="large" pending={pending} className="w-full">
        {submitLabel}
      </Button>
    </form>
  );
}
