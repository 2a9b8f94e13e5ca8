import { classNames } from './class-names';

/** Keeps the place of what is on its way; give it the size of the real thing. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <div aria-hidden className={classNames('animate-breathe rounded-md bg-hover', className)} />;
}

/** Rows of a table or list that is on its way. */
export function SkeletonRows({
  rows,
  className = 'h-9',
}: {
  readonly rows: number;
  readonly className?: string;
}) {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-2">
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={index} className={className} />
      ))}
    </div>
  );
}
