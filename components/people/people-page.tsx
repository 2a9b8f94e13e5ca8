'use client';

import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useTRPC } from '../api/client';
import { useMay } from '../projects/use-may';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { ErrorNote } from '../ui/error-note';
import { Page, PageHeader } from '../ui/page-header';
import { SkeletonRows } from '../ui/skeleton';
import { AddPersonDialog } from './add-person-dialog';
import { MemberTable } from './member-table';

const DESCRIPTION = 'Who works on this project, and what each may do. Owners change it, leads see it.';

export function PeoplePage({ projectId }: { readonly projectId: string }) {
  const trpc = useTRPC();
  const isOwner = useMay(projectId, 'owner');
  const members = useQuery(trpc.members.list.queryOptions({ projectId }));
  const [adding, setAdding] = useState(false);
  const add = isOwner && (
    <Button variant="primary" icon={<UserPlus aria-hidden />} onClick={() => setAdding(true)}>
      Add a person
    </Button>
  );
  return (
    <Page>
      <PageHeader title="People" description={DESCRIPTION} action={add} />
      {members.error && !members.data ? <ErrorNote error={members.error} /> : null}
      {members.isPending && <SkeletonRows rows={3} className="h-12" />}
      {members.data && <MemberTable projectId={projectId} members={members.data} isOwner={isOwner} />}
      {members.data?.length === 1 && (
        <EmptyState title="Nobody else yet">
          Add annotators, who see the label screen only, leads who run the rounds with you, and viewers.
        </EmptyState>
      )}
      {adding && <AddPersonDialog projectId={projectId} onClose={() => setAdding(false)} />}
    </Page>
  );
}
