import { UNRECORDED, type AuditDetail, type AuditOutcome } from '@/lib/contracts/audit';
import type { ErrorCode } from '@/lib/errors';
import type { SessionUser } from '../api/trpc';
import type { Container } from '../container';
import type { DatabaseClient } from '../db/client';
import { toJson } from '../db/json';
import { errorCodeOf } from '../error-code';
import { detailsOf, idsOf } from './audit-details';

interface AuditEntry {
  readonly projectId: string;
  /** null where Winnow does it by itself */
  readonly user: SessionUser | null;
  /** path of a procedure, or named like one */
  readonly action: string;
  readonly details: Readonly<Record<string, AuditDetail>>;
}

/** Errors by which nothing was done. After the others it is not known how much was. */
const REFUSALS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  ...(['bad-input', 'unauthenticated', 'forbidden', 'not-found', 'conflict'] as const),
  ...(['too-large', 'too-many-requests'] as const),
]);

/** What is done in one transaction has its line in it. */
export async function recordDone(tx: DatabaseClient, entry: AuditEntry): Promise<void> {
  await write(tx, entry, 'done');
}

/**
 * Writes the line before the act, and how it ended after it, so that nothing is done without one, wherever Winnow is
 * killed: a line that nobody ended says that the outcome is not known.
 *
 * @param told what is known after the act only
 * @throws what the act throws; without a line there is no act
 */
export async function audited<Result>(
  { db, log }: Container,
  entry: AuditEntry,
  act: () => Promise<Result>,
  told: (result: Result) => Readonly<Record<string, AuditDetail>>,
): Promise<Result> {
  const id = await write(db, entry, 'unknown');
  const end = async (outcome: 'done' | 'refused', details: Readonly<Record<string, AuditDetail>>) => {
    try {
      const data = { outcome, details: toJson({ ...entry.details, ...details }) };
      await db.auditEvent.update({ where: { id }, data });
    } catch (error) {
      log.error({ err: error, auditId: String(id), outcome }, 'the end of an act is not in the audit');
    }
  };
  try {
    const result = await act();
    await end('done', told(result));
    return result;
  } catch (error) {
    const code = errorCodeOf(error);
    if (REFUSALS.has(code)) await end('refused', { error: code });
    throw error;
  }
}

/** A mutation of a project. */
export async function auditedMutation<Result>(
  container: Container,
  mutation: Omit<AuditEntry, 'details'> & { readonly input: unknown },
  act: () => Promise<Result>,
  resultOf: (result: Result) => unknown,
): Promise<Result> {
  const { input, ...entry } = mutation;
  if (UNRECORDED.includes(entry.action)) return act();
  return audited(container, { ...entry, details: detailsOf(input) }, act, (result) =>
    idsOf(resultOf(result)),
  );
}

async function write(
  db: DatabaseClient,
  { projectId, user, action, details }: AuditEntry,
  outcome: AuditOutcome,
): Promise<bigint> {
  const { id } = await db.auditEvent.create({
    data: {
      projectId,
      userId: user?.id ?? null,
      userName: user?.name ?? null,
      keyId: user?.key?.id ?? null,
      action,
      details: toJson(details),
      outcome,
    },
    select: { id: true },
  });
  return id;
}
