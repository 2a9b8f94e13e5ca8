'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { AUDIT_OUTCOMES, AUDIT_WORDS, OUTCOME_WORDS, type AuditFacets } from '@/lib/contracts/audit';
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
  'Who changed what, and when, and what was refused. Nothing here can be changed or taken out. Single answers are not listed: they are records themselves.';
/** Ids and paths never look like these. */
const ALL = '*';
const WINNOW = '-';
const OUTCOME_OPTIONS = [
  { value: ALL, label: 'in any way' },
  ...AUDIT_OUTCOMES.map((outcome) => ({ value: outcome, label: OUTCOME_WORDS[outcome] })),
];

export function AuditPage({ projectId }: { readonly projectId: string }) {
  const trpc = useTRPC();
  const url = useUrlState();
  const person = url.get('person') ?? ALL;
  const action = url.get('action') ?? ALL;
  const outcome = AUDIT_OUTCOMES.find((known) => known === url.get('outcome')) ?? ALL;
  const before = url.get('before');
  const filter = {
    ...(person !== ALL && { userId: person === WINNOW ? '' : person }),
    ...(action !== ALL && { action }),
    ...(outcome !== ALL && { outcome }),
  };
  const facets = useQuery(trpc.audit.facets.queryOptions({ projectId }));
  const audit = useQuery(
    trpc.audit.list.queryOptions({ projectId, before, ...filter }, { placeholderData: keepPreviousData }),
  );
  const { events, next } = audit.data ?? {};
  const choose = (key: 'person' | 'action' | 'outcome', value: string) =>
    url.set({ [key]: value === ALL ? null : value, before: null }, 'push');
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
        <Select
          label="How it ended"
          value={outcome}
          onValueChange={(value) => choose('outcome', value)}
          options={OUTCOME_OPTIONS}
          className="w-56"
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
  return [{ value: ALL, label: 'everybody' }, ...(people ?? [])];
}

function actionOptions(facets: AuditFacets | undefined) {
  const actions = facets?.actions.map((action) => ({ value: action, label: AUDIT_WORDS[action] ?? action }));
  return [{ value: ALL, label: 'everything' }, ...(actions ?? [])];
}
