import type { Metadata } from 'next';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Page } from '@/components/ui/page-header';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <Page>
      <main id="content" className="mx-auto w-full max-w-2xl pt-[12dvh]">
        <h1 className="sr-only">Not found</h1>
        <EmptyState
          title="There is nothing at this address"
          action={
            <ButtonLink variant="primary" href="/projects">
              All projects
            </ButtonLink>
          }
        >
          It was deleted, the address has a mistake, or it belongs to a project that you are no member of.
        </EmptyState>
      </main>
    </Page>
  );
}
