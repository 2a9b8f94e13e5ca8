import {
  AUDIT_WORDS,
  OUTCOME_WORDS,
  type AuditDetail,
  type AuditEventView,
  type AuditOutcome,
} from '@/lib/contracts/audit';
import { Badge } from '../ui/badge';
import { formatMoment } from '../ui/format';

/** The newest first. What was done stands in words; ids of it are in the CSV. */
export function AuditTable({ events }: { readonly events: readonly AuditEventView[] }) {
  return (
    <div className="relative overflow-x-auto" tabIndex={0} role="group" aria-label="Audit">
      <table className="w-full border-collapse text-left">
        <caption className="sr-only">Audit</caption>
        <thead>
          <tr className="border-b border-line-strong/60 text-sm text-ink-soft">
            <th scope="col" className="px-2.5 py-2 font-medium">
              When
            </th>
            <th scope="col" className="px-2.5 py-2 font-medium">
              Who did what
            </th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <tr key={event.id} className="border-b border-line align-top last:border-0 hover:bg-hover/60">
              <td className="px-2.5 py-2 text-sm text-ink-soft sm:whitespace-nowrap">
                <time dateTime={event.at.toISOString()}>{formatMoment(event.at)}</time>
              </td>
              <td className="min-w-0 px-2.5 py-2">
                <p className="break-words">
                  <OutcomeBadge outcome={event.outcome} />
                  <span className="font-medium">{event.userName ?? 'Winnow'}</span>{' '}
                  {AUDIT_WORDS[event.action] ?? event.action}
                  {event.about && (
                    <>
                      : <span className="font-medium">{event.about}</span>
                    </>
                  )}
                  {event.keyName && <span className="text-ink-soft"> (by the key “{event.keyName}”)</span>}
                </p>
                <Details details={event.details} />
                {event.outcome === 'unknown' && (
                  <p className="text-sm text-ink-soft">It is under way, was cut off, or failed on the way.</p>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What was done stands without one. */
function OutcomeBadge({ outcome }: { readonly outcome: AuditOutcome }) {
  if (outcome === 'done') return null;
  return (
    <>
      <Badge tone={outcome === 'unknown' ? 'warning' : 'neutral'}>{OUTCOME_WORDS[outcome]}</Badge>{' '}
    </>
  );
}

function Details({ details }: { readonly details: Readonly<Record<string, AuditDetail>> }) {
  const shown = Object.entries(details).filter(([path]) => !/(^|\.)(id|[a-z][A-Za-z]*Id)$/.test(path));
  if (shown.length === 0) return null;
  return (
    <p className="text-sm break-words text-ink-soft">
      {shown.map(([path, value]) => `${wordsOf(path)} ${textOf(value)}`).join(' · ')}
    </p>
  );
}

/** `request.source.fileName` → "file name" */
function wordsOf(path: string): string {
  const key = path.split('.').at(-1) ?? path;
  return key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function textOf(value: AuditDetail): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return Array.isArray(value) ? value.join(', ') : String(value ?? 'none');
}
