'use client';

import { ErrorScreen } from '@/components/shell/error-screen';

interface ErrorProps {
  readonly error: unknown;
  readonly retry: () => void;
}

export default function ErrorPage({ error, retry }: ErrorProps) {
  return <ErrorScreen error={error} onRetry={retry} />;
}
