import { Page } from '../ui/page-header';
import { Skeleton } from '../ui/skeleton';

/** The shape of a page while it is on its way. */
export function PageSkeleton() {
  return (
    <Page>
      <div role="status" aria-label="Loading the page" className="flex flex-col gap-6">
        <div className="flex flex-col gap-2">
          <Skeleton className="h-8 w-56" />
          <Skeleton className="h-5 w-[min(36rem,100%)]" />
        </div>
        <Skeleton className="h-96" />
      </div>
    </Page>
  );
}
