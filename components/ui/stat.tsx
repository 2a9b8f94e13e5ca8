import type { ReactNode } from 'react';

interface StatProps {
  readonly label: ReactNode;
  /** Already formatted, see `format.ts`. */
  readonly value: ReactNode;
  readonly unit?: string;
  /** The 95 % interval, formatted, or another remark on how sure the number is. */
  readonly interval?: ReactNode;
  readonly hint?: ReactNode;
}

/** A number with its unit and its interval. Put several into a `<StatList>`. */
export function Stat({ label, value, unit, interval, hint }: StatProps) {
  return (
    <div className="min-w-0">
      <dt className="text-sm text-ink-soft">{label}</dt>
      <dd className="mt-0.5">
        <span className="text-xl font-semibold tracking-[-0.01em]">{value}</span>
        {unit && <span className="ml-1 text-ink-soft">{unit}</span>}
        {interval && <span className="block text-sm text-ink-soft">{interval}</span>}
        {hint && <span className="block text-sm text-ink-faint">{hint}</span>}
      </dd>
    </div>
  );
}

export function StatList({ children }: { readonly children: ReactNode }) {
  return <dl className="grid grid-cols-[repeat(auto-fill,minmax(9rem,1fr))] gap-x-6 gap-y-4">{children}</dl>;
}
