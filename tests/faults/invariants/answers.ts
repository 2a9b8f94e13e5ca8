import type { Ledger } from '../load/ledger';
import { ledgerKey } from '../load/ledger';
import type { OutsideView } from './outside-view';
import type { Violations } from './violations';

export interface AnswerFigures {
  readonly acknowledged: number;
  readonly lost: number;
  readonly doubled: number;
  readonly invented: number;
}

/** Every acknowledged answer is stored, once; nothing is stored that nobody sent; nobody answers what others hold. */
export async function checkAnswers(
  view: OutsideView,
  ledger: Ledger,
  violations: Violations,
): Promise<AnswerFigures> {
  const told = [...ledger.acknowledged.keys()];
  const rows = await view.query<{ batchId: string; row: number; email: string; label: number }>(
    `SELECT a."batchId", a."row", u."email", a."label" FROM "Annotation" a JOIN "User" u ON u."id" = a."userId"
     WHERE a."source" = 'person' AND a."undoneAt" IS NULL`,
  );
  const stored = rows.map(ledgerKey);
  const storedOnce = new Set(stored);
  const lost = told.filter((key) => !storedOnce.has(key));
  const invented = [...storedOnce].filter((key) => !ledger.sent.has(key));
  const seen = new Set<string>();
  const doubled = rows
    .map(({ batchId, row, email }) => `${batchId} ${row} ${email}`)
    .filter((key) => seen.has(key) || !seen.add(key));
  violations.add('acknowledged answers that are not stored', lost);
  violations.add('stored answers that nobody sent', invented);
  violations.add('answers stored twice', doubled);
  await checkItems(view, violations);
  return {
    acknowledged: told.length,
    lost: lost.length,
    doubled: doubled.length,
    invented: invented.length,
  };
}

async function checkItems(view: OutsideView, violations: Violations): Promise<void> {
  const overfull = await view.query(
    `SELECT i."batchId", i."row", i."needed", i."state",
            (SELECT count(DISTINCT a."userId")::int FROM "Annotation" a
             WHERE a."batchId" = i."batchId" AND a."row" = i."row" AND a."undoneAt" IS NULL) AS answers,
            (SELECT count(*)::int FROM "Lease" l
             WHERE l."batchId" = i."batchId" AND l."row" = i."row" AND l."expiresAt" > now() AT TIME ZONE 'UTC'
               AND NOT EXISTS (SELECT 1 FROM "Annotation" a WHERE a."batchId" = i."batchId" AND a."row" = i."row"
                               AND a."userId" = l."userId" AND a."undoneAt" IS NULL)) AS leases
     FROM "BatchItem" i`,
  );
  type Item = { needed: number; answers: number; leases: number; state: string };
  const items = overfull as unknown as Item[];
  violations.add(
    'examples given to more people than needed',
    items.filter(({ needed, answers, leases }) => answers + leases > needed),
  );
  violations.add(
    'examples whose state is not what their answers say',
    items.filter(({ needed, answers, state }) => (state === 'labeled') !== answers >= needed),
  );
}
