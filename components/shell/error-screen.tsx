'use client';

import { Button, ButtonLink } from '../ui/button';
import { ErrorNote } from '../ui/error-note';
import { Page, PageHeader } from '../ui/page-header';

interface ErrorScreenProps {
  readonly error: unknown;
  readonly onRetry: () => void;
}

/** In production, errors of the server come without their text but with a number that its log knows. */
export function ErrorScreen({ error, onRetry }: ErrorScreenProps) {
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : null;
  return (
    <Page>
      <PageHeader
        title="This page did not work"
        description="What you entered before is stored; nothing else changed."
      />
      <ErrorNote
        error={{
          message: digest
            ? `The server could not make this page (error ${digest}).`
            : 'The page could not be drawn.',
          remedy: 'Try again; the log of the server has the details.',
        }}
      />
      <div className="flex gap-2">
        <Button variant="primary" onClick={onRetry}>
          Try again
        </Button>
        <ButtonLink href="/projects">All projects</ButtonLink>
      </div>
    </Page>
  );
}
