import type { ReactNode } from 'react';
import { TriangleAlert } from 'lucide-react';
import { errorOf } from '../api/error-of';

interface ErrorNoteProps {
  /** Anything thrown, or what a job stored: message and remedy are read from it. */
  readonly error: unknown;
  /** E.g. a button to try again. */
  readonly action?: ReactNode;
}

/** What went wrong and what can be done about it, beside the thing that caused it. */
export function ErrorNote({ error, action }: ErrorNoteProps) {
  const { message, remedy } = errorOf(error);
  return (
    <div role="alert" className="flex gap-3 rounded-md border border-danger/40 bg-danger-soft px-3.5 py-2.5">
      <TriangleAlert className="mt-0.5 size-4 shrink-0 text-danger" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="font-medium break-words text-danger">{message}</p>
        {remedy && <p className="break-words text-ink">{remedy}</p>}
        {action && <div className="mt-2">{action}</div>}
      </div>
    </div>
  );
}
