import { UNRECORDED, type AuditDetail } from '@/lib/contracts/audit';
import type { SessionUser } from '../api/trpc';
import type { Container } from '../container';
import { toJson } from '../db/json';
import { detailsOf } from './audit-details';

export interface AuditEntry {
  readonly projectId: string;
  /** null where Winnow does it by itself */
  readonly user: SessionUser | null;
  /** path of a procedure, or named like one */
  readonly action: string;
  readonly details: Readonly<Record<string, AuditDetail>>;
}

/**
 * Appends to the audit, after what it tells of has happened, so that what failed leaves nothing. Where that cannot be
 * written, the log has it: what happened cannot be taken back, and must not look as if it had not.
 */
export async function recordAudit({ db, log }: Container, entry: AuditEntry): Promise<void> {
  const { projectId, user, action, details } = entry;
  try {
    await db.auditEvent.create({
      data: {
        projectId,
        userId: user?.id ?? null,
        userName: user?.name ?? null,
        keyId: user?.key?.id ?? null,
        action,
        details: toJson(details),
      },
    });
  } catch (error) {
    log.error({ err: error, audit: { projectId, userId: user?.id, action, details } }, 'audit not written');
  }
}

/** A mutation of a project that went well. */
export async function recordMutation(
  container: Container,
  mutation: Omit<AuditEntry, 'details'> & { readonly input: unknown; readonly result: unknown },
): Promise<void> {
  const { input, result, ...entry } = mutation;
  if (UNRECORDED.includes(entry.action)) return;
  await recordAudit(container, { ...entry, details: detailsOf(input, result) });
}
