import type { ReactNode } from 'react';

interface PageHeaderProps {
  readonly title: ReactNode;
  /** One line: what this stage is. */
  readonly description: ReactNode;
  /** The one main action of the page. */
  readonly action?: ReactNode;
}

export function PageHeader({ title, description, action }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-end justify-between gap-x-8 gap-y-3">
      <div className="min-w-0 flex-1 basis-80">
        <h1 className="text-2xl font-semibold tracking-[-0.011em] break-words">{title}</h1>
        <p className="mt-1 max-w-[92ch] text-ink-soft">{description}</p>
      </div>
      {action && <div className="flex shrink-0 flex-wrap gap-2">{action}</div>}
    </header>
  );
}

/** The column of a page: header first, then its sections, evenly spaced. */
export function Page({ children }: { readonly children: ReactNode }) {
  return (
    <div className="mx-auto flex w-full max-w-360 flex-col gap-6 px-4 py-6 sm:px-8 sm:py-8">{children}</div>
  );
}
