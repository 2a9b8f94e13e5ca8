'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { AUDIT_WORDS, type AuditFacets } from '@/lib/contracts/audit';
import { useTRPC } from '../api/client';
import { Button, DownloadButton } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { ErrorNote } from '../ui/error-note';
import { Page, PageHeader } from '../ui/page-header';
import { Select } from '../ui/select';
import { SkeletonRows } from '../ui/skeleton';
import { useUrlState } from '../ui/use-url-state';
import { AuditTable } from './audit-table';

const DESCRIPTION =
  'Who changed what, and when. Nothing here can be changed or taken out. Single answers are not listed: they are records themselves.';
/** Ids and paths never look like these. */
const EVERYBODY = '*';
const WINNOW = '-';

export function AuditPage({ projectId }: { readonly projectId: string }) {
  const trpc = useTRPC();
  const url = useUrlState();
  const person = url.get('person') ?? EVERYBODY;
  const action = url.get('action') ?? EVERYBODY;
  const before = url.get('before');
  const filter = {
    ...(person !== EVERYBODY && { userId: person === WINNOW ? '' : person }),
    ...(action !== EVERYBODY && { action }),
  };
  const facets = useQuery(trpc.audit.facets.queryOptions({ projectId }));
  const audit = useQuery(
    trpc.audit.list.queryOptions({ projectId, before, ...filter }, { placeholderData: keepPreviousData }),
  );
  const { events, next } = audit.data ?? {};
  const choose = (key: 'person' | 'action', value: string) =>
    url.set({ [key]: value === EVERYBODY ? null : value, before: null }, 'push');
  return (
    <Page>
      <PageHeader
        title="Audit"
        description={DESCRIPTION}
        action={
          <DownloadButton
            href={`/api/projects/${projectId}/audit.csv?${new URLSearchParams(filter).toString()}`}
            icon={<Download aria-hidden />}
          >
            CSV
          </DownloadButton>
        }
      />
      <div className="flex flex-wrap gap-3">
        <Select
          label="Person"
          value={person}
          onValueChange={(value) => choose('person', value)}
          options={peopleOptions(facets.data)}
          className="w-56"
        />
        <Select
          label="What was done"
          value={action}
          onValueChange={(value) => choose('action', value)}
          options={actionOptions(facets.data)}
          className="w-72"
        />
      </div>
      {audit.error && !audit.data ? <ErrorNote error={audit.error} /> : null}
      {audit.isPending && <SkeletonRows rows={8} className="h-10" />}
      {events?.length === 0 && (
        <EmptyState title="Nothing here">
          {before !== null || Object.keys(filter).length > 0
            ? 'Nothing fits what you chose above.'
            : 'What people do in this project from now on is listed here.'}
        </EmptyState>
      )}
      {events && events.length > 0 && <AuditTable events={events} />}
      {(before !== null || next) && (
        <nav aria-label="Pages" className="flex gap-2">
          <Button size="small" disabled={before === null} onClick={() => url.set({ before: null }, 'push')}>
            Newest
          </Button>
          <Button
            size="small"
            disabled={!next}
            pending={audit.isPlaceholderData}
            onClick={() => url.set({ before: next ?? null }, 'push')}
          >
            Older
          </Button>
        </nav>
      )}
    </Page>
  );
}

function peopleOptions(facets: AuditFacets | undefined) {
  const people = facets?.people.map(({ userId, userName }) => ({
    value: userId ?? WINNOW,
    label: userName ?? 'Winnow by itself',
  }));
  return [{ value: EVERYBODY, label: 'everybody' }, ...(people ?? [])];
}

function actionOptions(facets: AuditFacets | undefined) {
  const actions = facets?.actions.map((action) => ({ value: action, label: AUDIT_WORDS[action] ?? action }));
  return [{ value: EVERYBODY, label: 'everything' }, ...(actions ?? [])];
}
