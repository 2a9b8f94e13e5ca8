import type { ReactNode } from 'react';

interface EmptyStateProps {
  readonly title: string;
  /** Why there is nothing here. */
  readonly children?: ReactNode;
  /** The next step: a button or a link. */
  readonly action?: ReactNode;
}

export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-start gap-3 rounded-lg border border-dashed border-line-strong/60 px-5 py-8 sm:px-8">
      <div>
        <p className="text-lg font-semibold">{title}</p>
        {children && <div className="mt-1 max-w-[64ch] text-ink-soft">{children}</div>}
      </div>
      {action}
    </div>
  );
}
