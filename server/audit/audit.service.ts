import type { AuditEventView, AuditFacets, AuditFilter } from '@/lib/contracts/audit';
import { AUDIT_WORDS } from '@/lib/contracts/audit';
import type { Container } from '../container';
import { csvLine } from '@/lib/text/csv-line';
import { listEvents, listFacets } from './audit.repository';

interface AuditQuery extends AuditFilter {
  readonly projectId: string;
}

/** @returns up to `limit` events, and where the next page begins */
export async function listAudit(
  { db }: Container,
  { limit, ...query }: AuditQuery & { readonly before: string | null; readonly limit: number },
): Promise<{ events: AuditEventView[]; next: string | null }> {
  const found = await listEvents(db, { ...query, limit: limit + 1 });
  const events = found.slice(0, limit);
  return { events, next: found.length > limit ? (events.at(-1)?.id ?? null) : null };
}

export function auditFacets({ db }: Container, projectId: string): Promise<AuditFacets> {
  return listFacets(db, projectId);
}

const ROWS_AT_ONCE = 1000;
const COLUMNS = ['id', 'at', 'person', 'api_key', 'action', 'what', 'about', 'details', 'outcome'];

/** All of it, the newest first, a line an event; read while it is sent. */
export async function* auditCsv({ db }: Container, query: AuditQuery): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(csvLine(COLUMNS));
  for (let before: string | null = null; ;) {
    const events: AuditEventView[] = await listEvents(db, { ...query, before, limit: ROWS_AT_ONCE });
    if (events.length > 0) yield encoder.encode(events.map(lineOf).join(''));
    const last = events.at(-1);
    if (!last || events.length < ROWS_AT_ONCE) return;
    before = last.id;
  }
}

function lineOf(event: AuditEventView): string {
  const { id, at, userName, keyName, action, about, details, outcome } = event;
  const cells = [userName ?? 'Winnow', keyName, action, AUDIT_WORDS[action] ?? null, about];
  return csvLine([id, at.toISOString(), ...cells, JSON.stringify(details), outcome]);
}
