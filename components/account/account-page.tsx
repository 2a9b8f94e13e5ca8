'use client';

import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../api/client';
import { ErrorNote } from '../ui/error-note';
import { Page, PageHeader } from '../ui/page-header';
import { SkeletonRows } from '../ui/skeleton';
import { NameSection } from './name-section';
import { PasswordSection } from './password-section';
import { SessionSection } from './session-section';

export function AccountPage() {
  const trpc = useTRPC();
  const { data: account, error } = useQuery(trpc.account.get.queryOptions());
  return (
    <Page>
      <PageHeader title="Account" description={account ? `You sign in as ${account.email}.` : 'Yourself.'} />
      {error && !account ? <ErrorNote error={error} /> : null}
      {!account && !error && <SkeletonRows rows={3} className="h-32" />}
      {account && (
        <>
          <NameSection key={account.name} name={account.name} />
          <PasswordSection key={String(account.hasPassword)} account={account} />
          <SessionSection />
        </>
      )}
    </Page>
  );
}
